import fc from 'fast-check';

/** Requests per property, and where their random choices begin; see CONTRIBUTING.md. */
const CASES = Number(process.env['HOSTILE_CASES'] ?? 600);
export const HOSTILE_SEED = Number(process.env['HOSTILE_SEED'] ?? Date.now() % 0x7fff_ffff);

const LANES = 4;
/** Left over for shrinking: a failure that is never reported helps nobody. */
export const TIME_LIMIT_MS = 30_000 + CASES * 60;

export interface RunOptions {
  /** Of the number of cases; for a property whose cases cost more. Default: 1. */
  share?: number;
  /** How many cases are under way at once. Default: 4. */
  lanes?: number;
}

/**
 * Checks a property on random values, a few at once, and shrinks what breaks it.
 * @throws Error that says how the same values come again
 */
export async function holdsFor<T>(
  values: fc.Arbitrary<T>,
  check: (value: T) => Promise<void>,
  { share = 1, lanes = LANES }: RunOptions = {},
): Promise<void> {
  const numRuns = Math.max(1, Math.ceil((CASES * share) / lanes));
  const runs = Array.from({ length: lanes }, (_, lane) =>
    fc.check(fc.asyncProperty(values, check), {
      seed: HOSTILE_SEED + lane,
      numRuns,
      interruptAfterTimeLimit: TIME_LIMIT_MS - 10_000,
      markInterruptAsFailure: true,
    }),
  );
  const failed = (await Promise.all(runs)).find((details) => details.failed);
  if (failed === undefined) return;
  const again = `Again: HOSTILE_SEED=${failed.seed} HOSTILE_CASES=${CASES}`;
  throw new Error(`${again}\n${fc.defaultReportMessage(failed)}`, { cause: failed.errorInstance });
}
