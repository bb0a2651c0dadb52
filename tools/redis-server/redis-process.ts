import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const PATIENCE_MS = 10_000;
/** What a server says, and what a sentinel. */
const READY = /Ready to accept connections|Sentinel ID is/;

/** The port was taken when the server wanted it. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/**
 * One redis-server as a child process, from the moment that it listens. Its own output says so, so that whoever else
 * listens on the port is never taken for it.
 * @throws PortTakenError
 */
export async function startRedisProcess(binary: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const gone = once(child, 'exit').then(() => {
    if (/address already in use/i.test(output)) throw new PortTakenError('the port is taken');
    throw new Error(`${binary} ended at once: ${output.trim().split('\n').slice(-3).join(' | ')}`);
  });
  gone.catch(() => undefined);
  const startedAt = performance.now();
  while (!READY.test(output)) {
    if (performance.now() - startedAt > PATIENCE_MS) {
      child.kill('SIGKILL');
      throw new Error(`${binary} was not ready in ${PATIENCE_MS / 1000} s: ${output}`);
    }
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5))]);
  }
  // Read on, or a full pipe would stop the server; keep nothing.
  for (const stream of [child.stdout, child.stderr]) stream.off('data', collect).resume();
  return child;
}

/** Ends it and waits until it is gone; with SIGTERM a server may take two seconds to write what it has. */
export async function endProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  // One that was stopped would not hear SIGTERM.
  child.kill('SIGCONT');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 2000);
  await exit;
  clearTimeout(impatient);
}
