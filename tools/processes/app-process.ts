import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A service under test, in a process of its own. */
export interface AppProcess {
  readonly hasExited: boolean;
  /** What it wrote to stdout and stderr. */
  output(): string;
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void;
  /** Resolves with its exit code when it has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends it if it still runs. */
  stop(): Promise<void>;
}

/** One whose clock is under our hand. */
export interface ClockedApp extends AppProcess {
  /** Puts its clock forward. */
  advance(milliseconds: number): Promise<void>;
}

const TIME_TRAVEL = pathToFileURL(resolve('test/faults/time-travel.mjs')).href;
const MOST_OUTPUT = 200_000;

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/**
 * @param script - run by this Node
 * @param env - the whole environment, but for PATH
 * @param directory - its working directory: one without a `.env`
 */
export function spawnApp(script: string, env: Record<string, string>, directory: string): AppProcess {
  return watch(spawnNode([script], env, directory, 'ignore'));
}

/** As `spawnApp`, with the clock under our hand. */
export function spawnClockedApp(script: string, env: Record<string, string>, directory: string): ClockedApp {
  const child = spawnNode(['--import', TIME_TRAVEL, script], env, directory, 'ipc');
  const app = watch(child);
  // Assigned to, not spread: hasExited is a getter.
  return Object.assign(app, {
    advance: async (advanceMs: number) => {
      const done = once(child, 'message');
      child.send({ advanceMs });
      await Promise.race([done, app.ended]);
    },
  });
}

function spawnNode(args: string[], env: Record<string, string>, directory: string, channel: 'ipc' | 'ignore') {
  return spawn(process.execPath, args, {
    cwd: directory,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe', channel],
  });
}

function watch(child: ChildProcess): AppProcess {
  running.add(child);
  let exited = false;
  const ended = once(child, 'exit').then(([code]) => {
    exited = true;
    running.delete(child);
    return code as number | null;
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-MOST_OUTPUT);
    });
  }
  return {
    get hasExited() {
      return exited;
    },
    output: () => output,
    signal: (name) => void child.kill(name),
    ended,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
