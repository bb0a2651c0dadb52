/** The time of an emulator: everything in it that begins or expires goes by this clock. */
export class Clock {
  private shiftMs = 0;

  /** @param base - the clock that it follows, in milliseconds since the epoch */
  constructor(private readonly base: () => number) {}

  /** Milliseconds since the epoch. */
  readonly now = (): number => this.base() + this.shiftMs;

  /**
   * Puts it forward; by a negative number, back.
   *
   * @throws RangeError when it is no number of milliseconds, or leads to no date
   */
  advance(milliseconds: number): void {
    this.moveTo(this.now() + milliseconds);
  }

  /** It goes on from there. @throws RangeError when it is no date */
  set(time: number | Date): void {
    this.moveTo(Number(time));
  }

  private moveTo(timeMs: number): void {
    if (Number.isNaN(new Date(timeMs).getTime())) throw new RangeError('The clock takes a date, or milliseconds.');
    this.shiftMs = timeMs - this.base();
  }
}
