import { mebibytes } from '../markdown.js';
import { renderMachine } from '../stage/machine.js';
import type { Soak } from './soak.js';

/** For people, as Markdown. */
export function renderSoak(soak: Soak): string {
  const { measuredAt, machine, minutes, counts, refreshes, samples, idleBefore, idleAfter } = soak;
  const [first, last] = [samples[0], samples.at(-1)];
  return [
    renderMachine(measuredAt, machine),
    `A soak of ${minutes} min, with one restart of Redis:`,
    Object.entries(counts)
      .map(([outcome, count]) => `- ${outcome}: ${count}`)
      .sort()
      .join('\n'),
    [
      `- tokens refreshed: ${refreshes}`,
      `- RSS: ${mebibytes(first?.rssBytes)} MiB in the first sample, ${mebibytes(last?.rssBytes)} MiB in the last`,
      `- heap: ${mebibytes(first?.heapBytes)} MiB, ${mebibytes(last?.heapBytes)} MiB`,
      `- handles with nobody there: ${idleBefore.handles} before, ${idleAfter.handles} after`,
      `- keys left in Redis: ${soak.keysInRedisAtTheEnd}`,
    ].join('\n'),
    soak.faults.length === 0
      ? 'Nothing grew, and everything is explained.'
      : [
          ...soak.faults.map((fault) => `Fault: ${fault}.`),
          ...soak.unexplained.map(({ atSeconds, step, message }) => `- after ${atSeconds} s, ${step}: ${message}`),
        ].join('\n'),
  ].join('\n\n');
}
