import type { Emulator } from '../index.js';
import type { Source } from './sources.js';

/** What Entra or Graph was seen to answer, and how to see it here. */
export interface RecordedFact {
  readonly fact: string;
  readonly source: Source;
  /** Brings what is compared. The emulator's own addresses become Microsoft's before that. */
  readonly see: (emulator: Emulator) => unknown;
  /** As it was recorded; names and ids are placeholders. */
  readonly recorded: unknown;
}

/** The facts of one area. */
export interface RecordedArea {
  readonly area: string;
  readonly facts: readonly RecordedFact[];
}

export function recordedOf(area: string, facts: readonly RecordedFact[]): RecordedArea {
  return { area, facts };
}

/** What the emulator answers, at Microsoft's addresses instead of its own. */
export async function seenAt(emulator: Emulator, { see }: RecordedFact): Promise<unknown> {
  return asMicrosofts(emulator, await see(emulator));
}

function asMicrosofts({ origin, graphEndpoint }: Emulator, seen: unknown): unknown {
  if (seen === undefined) return undefined;
  const text = JSON.stringify(seen)
    .replaceAll(graphEndpoint, 'https://graph.microsoft.com')
    .replaceAll(new URL(graphEndpoint).host, 'graph.microsoft.com')
    .replaceAll(origin, 'https://login.microsoftonline.com')
    .replaceAll(encodeURIComponent(origin).toLowerCase(), 'https%3a%2f%2flogin.microsoftonline.com');
  return JSON.parse(text);
}

/** Of these headers, what an answer has. */
export function headersOf({ headers }: Response, names: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, headers.get(name)]));
}

/** The shape of a text: each GUID, time and long opaque value by what it is. */
export function shapeOf(text: unknown): string {
  return String(text)
    .replace(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, '<guid>')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g, '<time>')
    .replace(/\d{4}-\d\d-\d\d\+\d\d%3a\d\d%3a\d\dZ/g, '<time>');
}
