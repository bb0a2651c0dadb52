import { WrongAnswerError } from '../load/client.js';

/** Something that is explained by nothing that was done to the service. */
export interface Unexplained {
  /** Since the beginning. */
  readonly atSeconds: number;
  readonly step: string;
  readonly message: string;
}

/** Redis answers again by then, and connections are back. */
const RECOVERED_WITHIN_MS = 5000;
const MOST_KEPT = 50;

/** Counts how steps of people ended, and explains what did not go as it should. */
export class Tally {
  /** How often, by step and outcome. */
  readonly counts: Record<string, number> = {};
  /** The first fifty. */
  readonly unexplained: Unexplained[] = [];
  #unexplainedCount = 0;
  #outage: { readonly fromMs: number; untilMs: number } | undefined;

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly beganAtMs = now(),
  ) {}

  get unexplainedCount(): number {
    return this.#unexplainedCount;
  }

  /** Redis is taken away while this work is done, and is back after it. */
  async outage(work: () => Promise<void>): Promise<void> {
    const outage = { fromMs: this.now(), untilMs: Infinity };
    this.#outage = outage;
    try {
      await work();
    } finally {
      outage.untilMs = this.now() + RECOVERED_WITHIN_MS;
    }
  }

  /**
   * Does a step. A 503 is explained while Redis is away.
   *
   * @returns what came of it; undefined when it went wrong, which is noted
   */
  async attempt<T>(step: string, work: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    const beganAtMs = this.now();
    try {
      const result = await work();
      this.#count(`${step}: as it should be`);
      return { result };
    } catch (error) {
      if (error instanceof WrongAnswerError && error.status === 503 && this.#touchesOutage(beganAtMs)) {
        this.#count(`${step}: 503 while Redis was away`);
      } else {
        this.#note(step, error);
      }
      return undefined;
    }
  }

  #touchesOutage(beganAtMs: number): boolean {
    return this.#outage !== undefined && this.now() >= this.#outage.fromMs && beganAtMs <= this.#outage.untilMs;
  }

  #count(outcome: string): void {
    this.counts[outcome] = (this.counts[outcome] ?? 0) + 1;
  }

  #note(step: string, error: unknown): void {
    this.#count(`${step}: unexplained`);
    this.#unexplainedCount += 1;
    if (this.unexplained.length === MOST_KEPT) return;
    const message = error instanceof Error ? error.message : String(error);
    this.unexplained.push({ atSeconds: Math.round((this.now() - this.beganAtMs) / 1000), step, message });
  }
}
