import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** `passed`, or what went wrong, by the name of the case. */
export type Outcomes = ReadonlyMap<string, string>;

/** What a program is told before its first case. Plain JSON. */
export type Setup = Readonly<Record<string, unknown>>;

export const PASSED = 'passed';

/** A program reports a case, or asks for the person's browser. */
type Message = { readonly case: string; readonly error?: string } | ({ readonly id: number } & Question);

/** What the person is to do in the browser. */
export type Question =
  | { readonly action: 'sign-in'; readonly url: string }
  | { readonly action: 'enter-device-code'; readonly url: string; readonly userCode: string };

/** What the browser would send to the application afterwards, where that is anything. */
export interface SentToApplication {
  readonly url: string;
  readonly form?: Readonly<Record<string, string>> | undefined;
}

export type BrowserOfPrograms = (question: Question) => Promise<SentToApplication | undefined>;

/** Beyond this a program hangs. */
const MOST_SECONDS = 60;

/**
 * Runs a program of `programs/` in a process of its own: the certificate authority that it is to trust is read when a
 * process starts, and some clients do not load inside jest.
 *
 * @param caFile - PEM of the certificate authority
 */
export async function runProgram(
  program: string,
  setup: Setup,
  browser: BrowserOfPrograms,
  caFile: string,
): Promise<Outcomes> {
  const script = fileURLToPath(new URL(`./programs/${program}`, import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: caFile },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    timeout: MOST_SECONDS * 1000,
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const outcomes = new Map<string, string>();
  child.on('message', (message: Message) => {
    if ('case' in message) outcomes.set(message.case, message.error ?? PASSED);
    else void answer(message);
  });
  const answer = async ({ id, ...question }: { id: number } & Question): Promise<void> => {
    const reply = await browser(question).then(
      (value) => ({ id, value }),
      (error: unknown) => ({ id, error: String(error) }),
    );
    if (child.connected) child.send(reply);
  };
  const ended = once(child, 'close');
  child.send(setup);
  const [code, signal] = (await ended) as [number | null, string | null];
  if (code !== 0) outcomes.set('the program as a whole', `ended with ${code ?? signal}: ${output}`);
  return outcomes;
}
