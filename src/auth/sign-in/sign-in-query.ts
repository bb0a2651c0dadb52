import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { AppError } from '../../common/app-error.js';
import { type EntraRefusal, parseErrorDescription, errorWord } from '../../entra/entra-refusal.js';
import { parseReturnTo } from '../../answers/return-to.js';
import { signInErrors } from './sign-in.errors.js';
import { requestErrors } from '../../common/request.errors.js';

const PROMPTS = ['login', 'select_account', 'consent', 'none'] as const;
/** Of both hints together, as they stand in an address. */
const MAX_HINT_BYTES = 320;
const MAX_CODE = 8192;
/** Ours have 760 characters at most. */
const MAX_STATE = 1024;

const hint = z.string().min(1).max(MAX_HINT_BYTES).optional().catch(undefined);

/** What `/login` understands of its query. Whatever is repeated, nested, too long or unknown is ignored. */
const loginQuerySchema = z.object({
  returnTo: z.unknown().optional().transform(parseReturnTo),
  prompt: z.enum(PROMPTS).optional().catch(undefined),
  login_hint: hint,
  domain_hint: hint,
});

export interface SignInRequest {
  returnTo: string;
  prompt: (typeof PROMPTS)[number] | undefined;
  loginHint: string | undefined;
  domainHint: string | undefined;
}

/**
 * @param headers of the request: another site may send people here to sign in, but not choose the account for them
 * @returns hints of at most 320 bytes together when encoded; where there is no room for both, the account's is kept
 */
export function parseLoginQuery(query: unknown, headers: IncomingHttpHeaders): SignInRequest {
  const { returnTo, prompt, login_hint, domain_hint } = loginQuerySchema.parse(query);
  const isOurs = headers['sec-fetch-site'] !== 'cross-site';
  // Entra refuses a hint of an account together with the picker.
  const loginHint = isOurs && prompt !== 'select_account' ? fitting(login_hint, MAX_HINT_BYTES) : undefined;
  const domainHint = isOurs ? fitting(domain_hint, MAX_HINT_BYTES - encodedBytes(loginHint)) : undefined;
  return { returnTo, prompt, loginHint, domainHint };
}

function fitting(hint: string | undefined, maxBytes: number): string | undefined {
  return encodedBytes(hint) <= maxBytes ? hint : undefined;
}

function encodedBytes(text = ''): number {
  return new URLSearchParams([['', text]]).toString().length - '='.length;
}

const text = z.string().max(MAX_CODE).optional();
const optionalWord = text.transform((value) => value && errorWord.parse(value));

const callbackQuerySchema = z.object({
  state: z.string().max(MAX_STATE).optional(),
  code: text,
  error: optionalWord,
  error_description: text,
  error_subcode: optionalWord,
  admin_consent: text,
});

export type SignInAnswer = { state: string } & ({ code: string } | { refusal: EntraRefusal });

/**
 * What Entra sent to the callback.
 * @throws AppError `callback_incomplete` when it is neither a code nor an error, `bad_request` when a parameter is
 *   repeated or too long
 */
export function parseCallbackQuery(query: unknown): SignInAnswer {
  const parsed = callbackQuerySchema.safeParse(query);
  if (!parsed.success) throw new AppError(requestErrors.bad_request);
  const { state = '', code } = parsed.data;
  const refusal = refusalIn(parsed.data);
  if (refusal !== undefined) return { state, refusal };
  if (code === undefined || code === '') throw new AppError(signInErrors.callback_incomplete);
  return { state, code };
}

/**
 * What Entra sends to the callback when an administrator was asked for permissions (its `adminconsent` page), with a
 * `state` of anybody's or none. It names a tenant, which nobody has proved. A code beside it makes it a sign-in.
 * @returns undefined when it is no such answer
 */
export function parseAdminConsent(query: unknown): { refusal: EntraRefusal | undefined } | undefined {
  const { data } = callbackQuerySchema.safeParse(query);
  if (data?.admin_consent?.toLowerCase() !== 'true' || data.code) return undefined;
  return { refusal: refusalIn(data) };
}

function refusalIn(query: z.output<typeof callbackQuerySchema>): EntraRefusal | undefined {
  const { error, error_description, error_subcode } = query;
  if (error === undefined || error === '') return undefined;
  const details = parseErrorDescription(error_description);
  return { error, suberror: error_subcode, claims: undefined, details };
}
