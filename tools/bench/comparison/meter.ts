/**
 * Preloaded (`node --import`) into every server that is measured, and idle until asked: tells what the process has used
 * so far. Whoever started the process may go: then it goes, too.
 */
export interface Usage {
  /** User and system, of all threads, since the process began. */
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
}

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const usage: Usage = { cpuMicroseconds: user + system, rssBytes: process.memoryUsage.rss() };
  process.send?.(usage);
});
process.on('disconnect', () => process.exit());
process.channel?.unref();
