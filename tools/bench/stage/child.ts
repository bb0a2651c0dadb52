import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A process of this Node that talks with this one, and ends when this one does. */
export class Child {
  readonly #child: ChildProcess;

  constructor(args: readonly string[], options: SpawnOptions) {
    this.#child = spawn(process.execPath, args, options);
    running.add(this.#child);
    this.#child.once('exit', () => running.delete(this.#child));
  }

  get hasExited(): boolean {
    return !running.has(this.#child);
  }

  /**
   * The next thing that it says.
   *
   * @param question - what is said to it first
   * @throws Error when it ends or says nothing for that long
   */
  async hear<T>(patienceMs: number, question?: object): Promise<T> {
    if (this.hasExited) throw new Error('the process has ended');
    const done = new AbortController();
    const signal = AbortSignal.any([done.signal, AbortSignal.timeout(patienceMs)]);
    try {
      const message = once(this.#child, 'message', { signal });
      const exit = once(this.#child, 'exit', { signal }).then(() => Promise.reject(new Error('the process has ended')));
      if (question !== undefined) this.#child.send(question);
      const [said] = (await Promise.race([message, exit])) as [T];
      return said;
    } finally {
      done.abort();
    }
  }

  async stop(): Promise<void> {
    if (this.hasExited) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}
