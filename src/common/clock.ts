/** Where time enters the service, so that tests can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Injects the `Clock`. */
export const CLOCK = Symbol('CLOCK');

/** The time of the machine. */
export const systemClock: Clock = { now: () => Date.now() };
