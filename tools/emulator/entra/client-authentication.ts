import type { EmulatorState } from '../state.js';
import type { Parameters } from './parameters.js';
import { malformedRequest, missingParameter, unknownClient } from './shared-errors.js';
import type { Tenant } from './tenants.js';
import { expiredSecret, missingCredential, unknownAssertionKey, wrongSecret } from './token-errors.js';

interface ClientCredential {
  readonly clientId: string | undefined;
  readonly secret: string | undefined;
}

/**
 * Lets pass whoever proves to be the registered application, in the form or by HTTP Basic.
 *
 * @param authorization - the header
 * @throws EntraError 900144, 9002313, 700016, 7000222, 700027, 7000218, 7000215
 */
export function authenticateClient(
  { app, faults }: EmulatorState,
  tenant: Tenant,
  parameters: Parameters,
  authorization: string | undefined,
): void {
  const basic = basicCredential(authorization);
  const clientId = parameters.get('client_id') ?? basic?.clientId;
  const secret = parameters.get('client_secret') ?? basic?.secret;
  if (clientId === undefined) throw missingParameter('client_id');
  if (clientId.toLowerCase() !== app.clientId.toLowerCase()) throw unknownClient(clientId, tenant.segment);
  if (faults.strikes('token-expired-secret')) throw expiredSecret(app.clientId);
  if (secret === undefined) {
    // No certificate is registered, so no key can match.
    throw parameters.has('client_assertion') ? unknownAssertionKey() : missingCredential();
  }
  if (secret !== app.clientSecret) throw wrongSecret(app.clientId);
}

/** RFC 6749, section 2.3.1: both parts are form-encoded before they are joined. */
function basicCredential(authorization: string | undefined): ClientCredential | undefined {
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
