import { z } from 'zod';
import { AppError } from '../common/errors/app-error.js';
import { type EntraError, parseErrorDescription } from '../tokens/entra-error.js';
import { parseReturnTo } from '../common/http/return-to.js';

const PROMPTS = ['login', 'select_account', 'consent', 'none'] as const;
const MAX_HINT = 320;
const MAX_CODE = 8192;
/** Ours have 760 characters at most. */
const MAX_STATE = 1024;

const hint = z.string().min(1).max(MAX_HINT).optional().catch(undefined);

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

export function parseLoginQuery(query: unknown): SignInRequest {
  const { returnTo, prompt, login_hint, domain_hint } = loginQuerySchema.parse(query);
  // Entra refuses the two together.
  const loginHint = prompt === 'select_account' ? undefined : login_hint;
  return { returnTo, prompt, loginHint, domainHint: domain_hint };
}

const text = z.string().max(MAX_CODE).optional();
/** OAuth's and Entra's words for errors. Anybody can send one, and it is logged: what has another form is no word. */
const errorWord = text.transform((value) => (value && !/^[a-z_]{1,64}$/.test(value) ? 'not_a_word' : value));

const callbackQuerySchema = z.object({
  state: z.string().max(MAX_STATE).optional(),
  code: text,
  error: errorWord,
  error_description: text,
  error_subcode: errorWord,
});

export type SignInAnswer = { state: string } & ({ code: string } | { refusal: EntraError });

/**
 * What Entra sent to the callback.
 * @throws AppError `callback_incomplete` when it is neither a code nor an error, `bad_request` when a parameter is
 *   repeated or too long
 */
export function parseCallbackQuery(query: unknown): SignInAnswer {
  const parsed = callbackQuerySchema.safeParse(query);
  if (!parsed.success) throw new AppError('bad_request');
  const { state = '', code, error, error_description, error_subcode } = parsed.data;
  if (error !== undefined && error !== '') {
    const details = parseErrorDescription(error_description);
    return { state, refusal: { error, suberror: error_subcode, claims: undefined, details } };
  }
  if (code === undefined || code === '') throw new AppError('callback_incomplete');
  return { state, code };
}
