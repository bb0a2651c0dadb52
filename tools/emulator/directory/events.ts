import { guidFrom } from '../guid.js';
import type { Person, PersonEvent } from '../people.js';

export interface CalendarEvent extends PersonEvent {
  /** Always the same for the same appointment. */
  readonly id: string;
}

const DAY_MS = 24 * 3600 * 1000;

/** What everybody has in each week whose person names no events: hours and minutes, UTC. */
const ROUTINE = [
  { weekdays: [1, 2, 3, 4, 5], subject: 'Stand-up', start: '09:00', end: '09:15' },
  { weekdays: [3], subject: 'One-to-one', start: '11:00', end: '11:30' },
  { weekdays: [5], subject: 'Review of the week', start: '14:00', end: '15:00' },
] as const;

/** Whatever of somebody's calendar touches the time between, in order. */
export function eventsOf(person: Person, fromMs: number, untilMs: number): CalendarEvent[] {
  return (person.events ?? routine(fromMs, untilMs))
    .filter(({ start, end }) => Date.parse(start) < untilMs && Date.parse(end) > fromMs)
    .sort((one, other) => Date.parse(one.start) - Date.parse(other.start))
    .map((event) => ({ ...event, id: guidFrom(`event|${person.oid}|${event.subject}|${event.start}`) }));
}

function routine(fromMs: number, untilMs: number): PersonEvent[] {
  const events: PersonEvent[] = [];
  for (let dayMs = fromMs - (fromMs % DAY_MS); dayMs < untilMs; dayMs += DAY_MS) {
    const [date = ''] = new Date(dayMs).toISOString().split('T');
    const weekday = new Date(dayMs).getUTCDay();
    for (const { weekdays, subject, start, end } of ROUTINE) {
      if (!weekdays.some((day) => day === weekday)) continue;
      events.push({ subject, start: `${date}T${start}:00Z`, end: `${date}T${end}:00Z` });
    }
  }
  return events;
}
