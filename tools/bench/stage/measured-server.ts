import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../processes/free-port.js';
import { Child } from './child.js';
import type { Usage, UsageQuestion } from './meter.js';

const METER = new URL('./meter.js', import.meta.url).href;
const READY_WITHIN_MS = 30_000;
const READY_EVERY_MS = 20;
const USAGE_WITHIN_MS = 10_000;
/** What a request leaves to be done after its answer is done by then. */
const SETTLED_AFTER_MS = 50;
const LOG_CHARACTERS = 1500;

/** What is run. */
export interface Program {
  /** Names its log. */
  readonly id: string;
  /** Of node. */
  readonly args: readonly string[];
}

/** A server in a process of its own. */
export class MeasuredServer {
  private constructor(
    readonly url: string,
    private readonly child: Child,
    private readonly logFile: string,
    /** From the start of the process to the first 200 of `/readyz`. */
    readonly readyMs: number,
  ) {}

  /**
   * @param settings - its environment, without the port; BASE_URL where it is not the address of this process
   * @param directory - its working directory; its output goes into a file there, as into a log driver
   * @throws Error when it is not ready in time
   */
  static async start(
    program: Program,
    settings: Readonly<Record<string, string>>,
    directory: string,
  ): Promise<MeasuredServer> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const logFile = join(directory, `${program.id}.log`);
    const log = await open(logFile, 'a');
    const startedAt = performance.now();
    const child = new Child(['--import', METER, ...program.args], {
      cwd: directory,
      env: { PATH: process.env['PATH'], BASE_URL: url, ...settings, PORT: String(port) },
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    await log.close();
    while (!(await isReady(port))) {
      if (child.hasExited || performance.now() - startedAt > READY_WITHIN_MS) {
        await child.stop();
        throw new Error(`did not become ready: ${await endOf(logFile)}`);
      }
      await pause(READY_EVERY_MS);
    }
    return new MeasuredServer(url, child, logFile, performance.now() - startedAt);
  }

  async usage(question: UsageQuestion = {}): Promise<Usage> {
    await pause(SETTLED_AFTER_MS);
    return this.child.hear<Usage>(USAGE_WITHIN_MS, question);
  }

  /** The end of its log. */
  log(): Promise<string> {
    return endOf(this.logFile);
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}

function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    async (answer) => {
      await answer.text();
      return answer.status === 200;
    },
    () => false,
  );
}

async function endOf(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).slice(-LOG_CHARACTERS).trim();
}
