import { cpus } from 'node:os';

/** How much of all cores everything together used: from now on until the returned function is called, from 0 to 1. */
export function watchMachine(): () => number {
  const before = processorTimes();
  return () => {
    const after = processorTimes();
    const [busy, all] = [after.busy - before.busy, after.all - before.all];
    return all === 0 ? 0 : busy / all;
  };
}

function processorTimes(): { busy: number; all: number } {
  const times = { busy: 0, all: 0 };
  for (const { times: each } of cpus()) {
    const { user, nice, sys, irq, idle } = each;
    times.busy += user + nice + sys + irq;
    times.all += user + nice + sys + irq + idle;
  }
  return times;
}
