import { setTimeout as delay } from 'node:timers/promises';
import type { OutgoingAnswer, OutgoingHttp, OutgoingRequest } from '../common/outgoing/outgoing-http.js';
import type { TransportError } from '../common/outgoing/transport-error.js';

const TRIES = 3;
const FIRST_DELAY_MS = 200;
/** By how much a delay may be longer: those who failed together must not come back together. */
const JITTER = 0.2;
/** Answers that pass by themselves; Graph says with Retry-After when. */
const TRANSIENT_STATUSES = new Set([429, 503, 504]);
/** A connection lost: before the answer, or (the last two) half-way through it. */
const LOST = new Set(['ECONNRESET', 'EPIPE', 'ERR_BAD_RESPONSE', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Sends, and sends again what passes by itself: three times at most, all within `withinMs`. @throws TransportError */
export async function sendWithRetries(
  http: OutgoingHttp,
  request: Omit<OutgoingRequest, 'deadline'>,
  withinMs: number,
): Promise<OutgoingAnswer> {
  const [deadline, endsAtMs] = [AbortSignal.timeout(withinMs), Date.now() + withinMs];
  for (let tries = 1, delayMs = FIRST_DELAY_MS; ; tries += 1, delayMs *= 2) {
    const sent = http.send({ ...request, deadline });
    const passesInMs = await sent.then(
      ({ status, retryAfterSeconds = 0 }) => (TRANSIENT_STATUSES.has(status) ? retryAfterSeconds * 1000 : Infinity),
      ({ kind, reason }: TransportError) => (kind === 'unreachable' && LOST.has(reason) ? 0 : Infinity),
    );
    const waitMs = Math.max(delayMs, passesInMs) * (1 + JITTER * Math.random());
    if (tries === TRIES || Date.now() + waitMs >= endsAtMs) return sent;
    await delay(waitMs);
  }
}
