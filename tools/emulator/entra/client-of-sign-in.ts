import type { SignIn } from './issued-grants.js';
import { clientIsPublic, missingCredential } from './client-errors.js';
import { crossOriginOnly, crossOriginRedemption, grantOfAnotherClient } from './token-errors.js';
import type { TokenRequest } from './token-request.js';

/**
 * Lets a client use what was issued to it, in the manner of the platform whose redirect URI it signed in with: Web
 * proves itself, a public client cannot, and a single-page application redeems across origins.
 *
 * @throws EntraError 70000, 7000218, 700025, 9002326, 9002327
 */
export function requireItsClient({ client, platform }: SignIn, request: TokenRequest): void {
  const { registration, method } = request.client;
  if (registration !== client) throw grantOfAnotherClient();
  if (platform === 'web' && request.origin !== undefined) throw crossOriginRedemption(request.origin);
  if (platform === 'web' && method === 'none') throw missingCredential();
  if (platform === 'spa' && request.origin === undefined) throw crossOriginOnly();
  if (platform !== 'web' && method !== 'none') throw clientIsPublic();
}
