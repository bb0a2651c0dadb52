import type { Clock } from '../../src/common/clock.js';

/** The real time, moved by tests. */
export class ShiftedClock implements Clock {
  #shiftMs = 0;

  now(): number {
    return Date.now() + this.#shiftMs;
  }

  advance(ms: number): void {
    this.#shiftMs += ms;
  }
}
