import { InteractionRequiredError } from './tokens.errors.js';

/**
 * The account is deleted, disabled, or its sessions were revoked (by the person, an administrator or a reset password).
 * Other dead refresh tokens (700082, unused for too long; 70043, a sign-in frequency) say nothing against the person.
 */
const WITHDRAWN = new Set(['AADSTS50173', 'AADSTS50057', 'AADSTS50034', 'AADSTS50132', 'AADSTS50133']);

/**
 * True when Entra refused a refresh because it has withdrawn the person: a session here must not outlive that. That is
 * decided by the number, as an exception, since `error` and `suberror` are the same for all dead tokens.
 */
export function isWithdrawn(error: unknown): boolean {
  return error instanceof InteractionRequiredError && WITHDRAWN.has(error.entra?.aadsts ?? '');
}
