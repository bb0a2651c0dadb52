import type { AppRegistration } from '../directory/registrations.js';
import type { EmulatorState } from '../state.js';
import { expiredSecret, missingCredential, wrongSecret } from './client-errors.js';
import type { AuthenticationMethod } from './authentication-method.js';
import { verifyAssertion } from './client-assertion.js';
import { findClient } from './clients.js';
import type { Parameters } from './parameters.js';
import { malformedRequest, missingParameter } from './shared-errors.js';
import type { Tenant } from './tenants.js';

/** A client at the token endpoint, and how it proved itself. */
export interface AuthenticatedClient {
  readonly registration: AppRegistration;
  readonly method: AuthenticationMethod;
}

interface SentCredential {
  readonly clientId: string | undefined;
  readonly secret: string | undefined;
}

/**
 * Lets pass whoever proves to be a registered application, in the form or by HTTP Basic.
 *
 * @param authorization - the header
 * @throws EntraError 900144, 9002313, 700038, 700016, 50194, 7000222, 7000218, 7000215, and those of `verifyAssertion`
 */
export async function authenticateClient(
  state: EmulatorState,
  tenant: Tenant,
  parameters: Parameters,
  authorization: string | undefined,
): Promise<AuthenticatedClient> {
  const basic = basicCredential(authorization);
  const clientId = parameters.get('client_id') ?? basic?.clientId;
  const secret = parameters.get('client_secret') ?? basic?.secret;
  if (clientId === undefined) throw missingParameter('client_id');
  const registration = findClient(state.registrations, tenant, clientId);
  if (secret !== undefined) {
    verifySecret(registration, secret, state.now());
    return { registration, method: 'secret' };
  }
  const assertion = parameters.get('client_assertion');
  if (assertion !== undefined) {
    const type = parameters.get('client_assertion_type');
    return { registration, method: await verifyAssertion(state, tenant, registration, { assertion, type }) };
  }
  if (!mayBePublic(registration)) throw missingCredential();
  return { registration, method: 'none' };
}

function verifySecret({ clientId, secrets }: AppRegistration, sent: string, nowMs: number): void {
  const secret = secrets.find(({ value }) => value === sent);
  if (!secret || secret.startsAtMs > nowMs) throw wrongSecret(clientId);
  if (secret.endsAtMs <= nowMs) throw expiredSecret(clientId);
}

function mayBePublic({ allowPublicClient, redirectUris }: AppRegistration): boolean {
  return allowPublicClient || redirectUris.publicClient.length > 0 || redirectUris.spa.length > 0;
}

/** RFC 6749, section 2.3.1: both parts are form-encoded before they are joined. */
function basicCredential(authorization: string | undefined): SentCredential | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId, secret] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s).map(formDecode);
  return { clientId, secret };
}

function formDecode(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    throw malformedRequest();
  }
}
