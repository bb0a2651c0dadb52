import { randomUUID } from 'node:crypto';
import { compactVerify, createLocalJWKSet, errors } from 'jose';
import type { Person } from '../../people.js';
import type { EmulatorState } from '../../state.js';
import { missingCredential } from '../client-errors.js';
import { delegatedAnswer } from '../delegated-answer.js';
import {
  appOnlyOnBehalfOf,
  idTokenOnBehalfOf,
  onBehalfOfAudience,
  onBehalfOfExpired,
  onBehalfOfRevoked,
  onBehalfOfSignature,
  onBehalfOfTenant,
} from '../on-behalf-of-errors.js';
import { unsupportedTokenUse } from '../token-errors.js';
import { askedIn, required, type TokenRequest } from '../token-request.js';
import { decodeToken, type UnverifiedToken } from '../unverified-token.js';
import type { Grant } from './grant.js';

/** The on-behalf-of grant: an API exchanges the token that it was called with for one of the next API. */
export const onBehalfOf: Grant = {
  type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  async answer(state, request) {
    const { client, parameters } = request;
    if (required(parameters, 'requested_token_use') !== 'on_behalf_of') throw unsupportedTokenUse();
    required(parameters, 'scope');
    if (client.method === 'none') throw missingCredential();
    const asked = askedIn(state, request);
    const person = await personBehind(state, request, required(parameters, 'assertion'));
    const signIn = {
      id: randomUUID(),
      client: client.registration,
      person,
      openId: new Set<string>(),
      resource: state.graph,
      platform: 'web' as const,
      sid: randomUUID(),
      nonce: undefined,
      contexts: [],
    };
    return delegatedAnswer(state, request, signIn, asked);
  },
};

/**
 * Who an access token made out to this client speaks for.
 *
 * @throws EntraError 50013, 50027, 240002, 500131, 7000114, 500133, 70000 `bad_token`, 50020
 */
async function personBehind(
  state: EmulatorState,
  { client, tenant }: TokenRequest,
  assertion: string,
): Promise<Person> {
  // Graph's tokens are nobody else's business: to others their signature is never good.
  const issued = state.grants.accessTokens.get(assertion);
  if (issued?.resource === state.graph) throw onBehalfOfSignature('The key was not found.', '');
  const { claims, header } = decodeToken(assertion);
  await verifySignature(state, assertion, header);
  const { clientId, identifierUris } = client.registration;
  const audience = [claims.aud ?? []].flat();
  if (!audience.some((name) => name === clientId || identifierUris.includes(name))) {
    throw onBehalfOfAudience(audience.join(', '), client.registration);
  }
  if (claims['scp'] === undefined) throw issued ? appOnlyOnBehalfOf(client.registration) : idTokenOnBehalfOf();
  if ((claims.exp ?? 0) * 1000 <= state.now()) throw onBehalfOfExpired(state.now(), claims.exp ?? 0);
  if (issued?.revokedAtMs !== undefined) throw onBehalfOfRevoked();
  const person = state.people.find(({ oid }) => oid === claims['oid']);
  if (!person || !tenant.admits(person)) throw onBehalfOfTenant(String(claims['oid']), tenant.segment);
  return person;
}

async function verifySignature(
  { keys }: EmulatorState,
  token: string,
  { kid = '' }: UnverifiedToken['header'],
): Promise<void> {
  const keySet = createLocalJWKSet({ keys: keys.published.map(({ jwk }) => jwk) });
  try {
    await compactVerify(token, keySet, { algorithms: ['RS256'] });
  } catch (error) {
    const unknown = error instanceof errors.JWKSNoMatchingKey;
    if (!unknown && !(error instanceof errors.JOSEError)) throw error;
    const reason = 'The provided signature value did not match the expected signature value.';
    throw onBehalfOfSignature(unknown ? 'The key was not found.' : reason, kid);
  }
}
