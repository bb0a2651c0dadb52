/** What there is to measure beside CPU, which always is. */
export const FIGURES = ['ready', 'latency', 'redis', 'long'] as const;
export type Figure = (typeof FIGURES)[number];

/** What was measured of a row: lists have an entry for each round, or each try. */
export interface Figures {
  /** CPU of the server for one `GET /profile`. */
  readonly profileMicroseconds: number[];
  /** CPU of the server for one sign-in. */
  readonly signInMicroseconds: number[];
  /** From the start of the process to the first 200 of `/readyz`, while nothing else runs. */
  readonly readyMs: number[];
  /** Most `GET /profile` in a second, sixteen at a time. */
  readonly capacityPerSecond: number[];
  /** Of `GET /profile` at half of that. */
  readonly p50Ms: number[];
  readonly p99Ms: number[];
  /** When it was ready. */
  rssReadyBytes?: number;
  /** After the rounds in which CPU is measured. */
  rssAfterBytes?: number;
  /** Of all keys in Redis, for each person signed in. */
  redisBytesPerPerson?: number;
  /** After each tenth of the long run. */
  rssTenthsBytes?: number[];
}

export function noFigures(): Figures {
  return {
    profileMicroseconds: [],
    signInMicroseconds: [],
    readyMs: [],
    capacityPerSecond: [],
    p50Ms: [],
    p99Ms: [],
  };
}
