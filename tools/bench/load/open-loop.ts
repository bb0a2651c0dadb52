import { setTimeout as pause } from 'node:timers/promises';

/**
 * Begins work at a fixed rate, whether or not what began before has ended. How long a piece took counts from the moment
 * at which it was due: whoever comes while the server stands still has waited, too, and is not left out.
 *
 * @returns milliseconds, in the order in which they were due
 * @throws what a piece of work throws
 */
export async function arrivals(
  perSecond: number,
  count: number,
  work: (index: number) => Promise<void>,
): Promise<number[]> {
  const beganAt = performance.now();
  const taken = new Array<number>(count).fill(0);
  const underWay: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueAt = beganAt + (index * 1000) / perSecond;
    const early = dueAt - performance.now();
    // Never too early: timers know whole milliseconds.
    if (early > 0) await pause(Math.ceil(early));
    const piece = work(index).then(() => void (taken[index] = performance.now() - dueAt));
    // Told at the end; until then it must not count as unhandled.
    piece.catch(() => undefined);
    underWay.push(piece);
  }
  await Promise.all(underWay);
  return taken;
}
