import { setTimeout as pause } from 'node:timers/promises';
import type { AppProcess } from '../processes/app-process.js';
import { type Answer, ConnectionLostError, type Ending, NoAnswerError, PATIENCE_MS } from './visitor.js';

/** What happened in a case, in words without timings, and whether that is what we promise. */
export interface Outcome {
  readonly verdict: string;
  readonly kept: boolean;
}

/** An exit becomes known a little later than the loss of its connections. */
const EXIT_MS = 1000;

/** How a person would tell of it. */
export function describeEnding({ signedIn, answer }: Ending): string {
  return signedIn ? 'signs in' : describeAnswer(answer);
}

export function describeAnswer(answer: Answer): string {
  const { status, location, text } = answer;
  if (location?.pathname === '/') return 'back at the home page, no explanation';
  if (location !== undefined) return `redirect to ${location.pathname}`;
  const code = aadstsOf(answer);
  if (isPage(answer)) return code === undefined ? `${status} page` : `${status} page with ${code}`;
  return code === undefined && text.length < 200 ? `${status}, no explanation` : `${status}`;
}

/** The first AADSTS code that an answer shows. */
export function aadstsOf({ text }: Answer): string | undefined {
  return /AADSTS\d+/.exec(text)?.[0];
}

/** A page that says something under a heading of its own. */
export function isPage({ text }: Answer): boolean {
  return /<h1\b/.test(text);
}

/** A page of an outage: one that lets the person try again. */
export function isOutagePage(answer: Answer): boolean {
  return [502, 503, 504].includes(answer.status) && isPage(answer) && offersToTryAgain(answer);
}

function offersToTryAgain({ text }: Answer): boolean {
  return /<a [^>]*href="\/login[^>]*>/.test(text);
}

/** What a service did that gave no answer. Rethrows every other error. */
export async function describeSilence(error: unknown, app: AppProcess): Promise<string> {
  if (error instanceof NoAnswerError) return `hangs (no answer in ${PATIENCE_MS / 1000} s)`;
  if (!(error instanceof ConnectionLostError)) throw error;
  for (let waited = 0; !app.hasExited && waited < EXIT_MS; waited += 50) await pause(50);
  return app.hasExited ? PROCESS_EXITS : 'drops the connection';
}

export const PROCESS_EXITS = 'process exits';
