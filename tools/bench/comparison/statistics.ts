/** Of several rounds: the middle one, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @throws RangeError when there is no value */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) throw new RangeError('no value');
  return { median: medianOf(sorted), least, most };
}

function medianOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/**
 * How many times as much as the other, round by round: what disturbs the machine for a while disturbs both.
 *
 * @returns undefined when there is no round that both have
 */
export function timesOf(values: readonly number[], others: readonly number[]): Spread | undefined {
  const times = values.slice(0, others.length).map((value, round) => value / (others[round] ?? NaN));
  return times.length === 0 ? undefined : spreadOf(times);
}
