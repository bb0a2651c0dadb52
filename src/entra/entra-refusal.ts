import { z } from 'zod';
import type { EntraErrorDetails } from '../common/app-error.js';

/**
 * An OAuth error as Entra reports it, at the redirect URI or from the token endpoint. Decide by `error` and `suberror`:
 * Microsoft may change numbers and texts.
 */
export interface EntraRefusal {
  error: string;
  suberror: string | undefined;
  /** A claims challenge (JSON) to repeat in the next authorization request. */
  claims: string | undefined;
  details: EntraErrorDetails;
}

/**
 * Both forms of error_description: the parts stand on lines of their own (CRLF) or are separated by spaces. Anybody can
 * send one to the redirect URI: two neighbours that repeat without bound and match the same letters would take minutes.
 */
const DESCRIPTION =
  /^AADSTS(?<number>\d{1,9}):(?<text>[\s\S]*?)\sTrace ID:\s{0,2}(?<trace>[0-9a-f-]{1,64})\s{1,2}Correlation ID:\s{0,2}(?<correlation>[0-9a-f-]{1,64})\s{1,2}Timestamp:\s{0,2}(?<time>\d[\d :.+TZ-]{0,39})$/i;

const MAX_TEXT = 500;
const MAX_NUMBER = 999_999_999;

/** What can be shown of an error_description; an unknown form gives its text alone. */
export function parseErrorDescription(description: string | undefined): EntraErrorDetails {
  if (description === undefined || description === '') return {};
  const parts = DESCRIPTION.exec(description)?.groups;
  if (parts === undefined) {
    const number = /^AADSTS(\d{1,9}):/.exec(description)?.[1];
    return {
      ...(number !== undefined && { aadsts: `AADSTS${number}` }),
      text: description.slice(0, MAX_TEXT),
    };
  }
  return {
    aadsts: `AADSTS${parts['number']}`,
    text: (parts['text'] ?? '').trim().slice(0, MAX_TEXT),
    traceId: parts['trace'] ?? '',
    correlationId: parts['correlation'] ?? '',
    timestamp: (parts['time'] ?? '').trim(),
  };
}

/** More than Entra's longest; whoever sends more keeps the process busy. */
const MAX_DESCRIPTION = 8192;
/** Entra's challenges have some hundred characters. */
const MAX_CLAIMS = 4096;

/**
 * OAuth's and Entra's words for errors. They are logged, and anybody can send one to the redirect URI: what has another
 * form is no word, whatever it is, and decides as a word that is not known.
 */
export const errorWord = z.string().transform((value) => (/^[a-z_]{1,64}$/.test(value) ? value : 'not_a_word'));

/** Everything but `error` is left out where it has an odd form, and the refusal stays a refusal. */
const id = z
  .string()
  .regex(/^[0-9a-f-]{1,64}$/i)
  .optional()
  .catch(undefined);

const errorAnswer = z.object({
  error: errorWord,
  error_description: z
    .string()
    .transform((text) => text.slice(0, MAX_DESCRIPTION))
    .optional()
    .catch(undefined),
  suberror: errorWord.optional().catch(undefined),
  claims: z.string().max(MAX_CLAIMS).optional().catch(undefined),
  error_codes: z.array(z.int().min(0).max(MAX_NUMBER)).optional().catch(undefined),
  trace_id: id,
  correlation_id: id,
  timestamp: z
    .string()
    .regex(/^[\d :.+TZ-]{1,40}$/)
    .optional()
    .catch(undefined),
});

/** The token endpoint's error answer, or undefined when the body is none. */
export function parseErrorAnswer(body: unknown): EntraRefusal | undefined {
  const parsed = errorAnswer.safeParse(body);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const details = parseErrorDescription(data.error_description);
  const number = data.error_codes?.[0];
  return {
    error: data.error,
    suberror: data.suberror,
    claims: data.claims,
    details: {
      ...(number !== undefined && { aadsts: `AADSTS${number}` }),
      ...(data.trace_id !== undefined && { traceId: data.trace_id }),
      ...(data.correlation_id !== undefined && { correlationId: data.correlation_id }),
      ...(data.timestamp !== undefined && { timestamp: data.timestamp }),
      ...details,
    },
  };
}
