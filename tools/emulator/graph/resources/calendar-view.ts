import { eventsOf, type CalendarEvent } from '../../directory/events.js';
import type { Person } from '../../people.js';
import { GraphError } from '../graph-error.js';
import type { GraphCall, GraphResource } from '../graph-resource.js';
import { page, type Paging } from '../odata/page.js';
import { select, type Entity } from '../odata/select.js';
import { aboutPerson } from '../person-resource.js';

const READ_CALENDAR = ['Calendars.ReadBasic', 'Calendars.Read', 'Calendars.ReadWrite'];
const READ_CALENDARS = ['Calendars.ReadBasic.All', 'Calendars.Read', 'Calendars.ReadWrite'];
const PAGING: Paging = { standard: 10, most: 1000, by: '$skip' };
const LONGEST_DAYS = 1825;
const DAY_MS = 24 * 3600 * 1000;

/** `/me/calendarView`: appointments between `startDateTime` and `endDateTime`, ten to a page. */
export const calendarView: readonly GraphResource[] = ['/calendarView', '/calendar/calendarView'].flatMap((path) =>
  aboutPerson({
    method: 'GET',
    path,
    me: READ_CALENDAR,
    users: { delegated: READ_CALENDAR, application: READ_CALENDARS },
    options: ['$select', '$top', '$skip'],
    handle: (call, person) => {
      const from = timeIn(call, 'startDateTime');
      const until = timeIn(call, 'endDateTime');
      if (until - from > LONGEST_DAYS * DAY_MS) {
        throw invalidParameter(`The range can't be greater than ${LONGEST_DAYS} days.`);
      }
      const events = eventsOf(person, from, until).map((event) => eventEntity(event, person));
      const selected = events.map((event) => ({
        '@odata.etag': `W/"${String(event['changeKey'])}"`,
        ...select({ name: 'event', defaults: Object.keys(event) }, event, call.query),
        id: event['id'],
      }));
      return page(call, `users('${person.oid}')/calendarView`, selected, { paging: PAGING });
    },
  }),
);

/** A time without an offset is UTC. */
function timeIn({ query }: GraphCall, name: string): number {
  const text = query.get(name);
  if (text === null || text === '') {
    throw invalidParameter(
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    );
  }
  const hasOffset = /(?:Z|[+-]\d\d:\d\d)$/i.test(text);
  const time = /^\d{4}-\d\d-\d\d(?:T|$)/.test(text)
    ? Date.parse(hasOffset || !text.includes('T') ? text : `${text}Z`)
    : NaN;
  if (Number.isNaN(time)) throw invalidParameter(`The value of the parameter '${name}' is invalid.`);
  return time;
}

function eventEntity({ id, subject, start, end, location = '' }: CalendarEvent, person: Person): Entity {
  return {
    id,
    createdDateTime: start,
    lastModifiedDateTime: start,
    changeKey: id.replaceAll('-', ''),
    categories: [],
    subject,
    bodyPreview: '',
    importance: 'normal',
    sensitivity: 'normal',
    isAllDay: false,
    isCancelled: false,
    isOrganizer: true,
    responseRequested: true,
    showAs: 'busy',
    type: 'singleInstance',
    body: { contentType: 'html', content: '' },
    start: dateTimeTimeZone(start),
    end: dateTimeTimeZone(end),
    location: { displayName: location, locationType: 'default', uniqueIdType: 'unknown' },
    attendees: [],
    organizer: { emailAddress: { name: person.displayName, address: person.mail ?? person.userPrincipalName } },
  };
}

/** Seven digits of a second, and the zone beside it. */
function dateTimeTimeZone(iso: string): { dateTime: string; timeZone: string } {
  return { dateTime: new Date(iso).toISOString().replace('Z', '0000'), timeZone: 'UTC' };
}

function invalidParameter(message: string): GraphError {
  return new GraphError(400, 'ErrorInvalidParameter', message);
}
