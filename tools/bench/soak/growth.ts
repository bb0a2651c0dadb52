import type { Usage } from '../stage/meter.js';

/** So much more is no growth: heaps and caches breathe. */
const SHARE = 0.1;
const MEBIBYTES = 8;
const HANDLES = 8;

/**
 * What grew between two stretches of time with the same load, and what was left open once nobody asked any more.
 *
 * @param samples - in their order, taken after the caches were full
 * @param idleBefore - with nobody there, before the load
 * @param idleAfter - the same after it
 * @returns a sentence for each; none when nothing did
 */
export function growthOf(samples: readonly Usage[], idleBefore: Usage, idleAfter: Usage): string[] {
  const half = Math.floor(samples.length / 2);
  const [first, second] = [samples.slice(0, half), samples.slice(-half)];
  const memory = (name: string, read: (usage: Usage) => number): string[] => {
    const [earlier, later] = [mean(first.map(read)), mean(second.map(read))];
    if (half === 0 || later - earlier <= Math.max(SHARE * earlier, MEBIBYTES * 1024 ** 2)) return [];
    return [`${name} grew from ${inMebibytes(earlier)} to ${inMebibytes(later)} MiB`];
  };
  const open = (name: string, read: (usage: Usage) => number | undefined): string[] => {
    const [before, after] = [read(idleBefore), read(idleAfter)];
    if (before === undefined || after === undefined || after - before <= HANDLES) return [];
    return [`${after} ${name} are open with nobody there, ${before} before`];
  };
  return [
    ...memory('RSS', ({ rssBytes }) => rssBytes),
    ...memory('the heap', ({ heapBytes }) => heapBytes),
    ...open('handles', ({ handles }) => handles),
    ...open('files and sockets', ({ openFiles }) => openFiles),
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function inMebibytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(1);
}
