import { page } from '../../answers/answers.js';
import { loginPath } from '../../answers/login-path.js';
import type { Answer } from '../../common/answer.js';
import { parseAdminConsent } from './sign-in-query.js';
import { AdminConsentRefusedError } from './sign-in.errors.js';

const TITLE = 'Microsoft has answered the request for permissions';
const TEXT =
  'Microsoft says that an administrator has answered the request for permissions. Sign in to see whether it worked.';

/**
 * Where an administrator comes back to who was asked for permissions for the whole organisation. Anybody can send such
 * an answer: nothing in it is believed, it signs nobody in and consumes no pending sign-in.
 * @param query of the callback
 * @returns undefined when it is no such answer
 * @throws AdminConsentRefusedError when Entra says that the permissions were not granted
 */
export function answerAdminConsent(query: unknown, baseUrl: string): Answer | undefined {
  const consent = parseAdminConsent(query);
  if (consent === undefined) return undefined;
  if (consent.refusal !== undefined) throw new AdminConsentRefusedError(consent.refusal);
  const action = { label: 'Sign in', href: loginPath() };
  const json = { message: TEXT, loginUrl: `${baseUrl}${loginPath()}` };
  return page('message', { title: TITLE, text: TEXT, action }, json);
}
