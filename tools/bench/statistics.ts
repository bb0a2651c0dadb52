/** Of several rounds: the middle one, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @throws RangeError when there is no value */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = inOrder(values);
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
 * The least value that so many percent of the values do not exceed (nearest rank).
 *
 * @param percent - above 0, at most 100
 * @throws RangeError when there is no value, or no such percentile
 */
export function percentileOf(values: readonly number[], percent: number): number {
  const value = inOrder(values)[Math.ceil((percent / 100) * values.length) - 1];
  if (value === undefined) throw new RangeError(`no ${percent}th percentile of ${values.length} values`);
  return value;
}

/**
 * By how much the values grow from each to the next, on the line that lies nearest to them (least squares).
 *
 * @throws RangeError for fewer than two values
 */
export function slopeOf(values: readonly number[]): number {
  if (values.length < 2) throw new RangeError('no slope without two values');
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [product, square] = [0, 0];
  for (const [index, value] of values.entries()) {
    product += (index - middle) * (value - mean);
    square += (index - middle) ** 2;
  }
  return product / square;
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

function inOrder(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
