import { setTimeout as pause } from 'node:timers/promises';

/** Whether it becomes true within the time. */
export async function becomesTrue(check: () => Promise<boolean> | boolean, withinMs: number): Promise<boolean> {
  const givenUpAt = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > givenUpAt) return false;
    await pause(100);
  }
  return true;
}
