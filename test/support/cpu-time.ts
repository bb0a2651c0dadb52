/** Milliseconds that this process has computed for: unlike the time of a clock, not longer on a busy machine. */
export function cpuTimeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
