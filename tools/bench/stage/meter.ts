/**
 * Preloaded (`node --import`) into every server that is measured, and idle until asked: tells what the process has used
 * so far. Whoever started the process may go: then it goes, too.
 */
import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Usage {
  /** User and system, of all threads, since the process began. */
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
  /** Of the JavaScript heap. */
  readonly heapBytes: number;
  /** Open file descriptors, where the system tells (Linux). */
  readonly openFiles: number | undefined;
  /** Timers, sockets and the like that Node keeps. */
  readonly handles: number;
}

/** What the process may be asked. */
export interface UsageQuestion {
  /** Throws garbage away first, so that the heap is what is still in use. */
  readonly collectGarbage?: boolean;
}

process.on('message', ({ collectGarbage = false }: UsageQuestion) => {
  if (collectGarbage) garbageCollector()();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const usage: Usage = {
    cpuMicroseconds: user + system,
    rssBytes: rss,
    heapBytes: heapUsed,
    openFiles: openFiles(),
    handles: process.getActiveResourcesInfo().length,
  };
  process.send?.(usage);
});
process.on('disconnect', () => process.exit());
process.channel?.unref();

/** Reached without a flag on the command line, which would not be as in production. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function openFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined; // not Linux
  }
}
