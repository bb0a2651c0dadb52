import type { ClientCertificate, ClientSecret, FederatedCredential } from '../../directory/credentials.js';
import { iso } from '../odata/iso.js';
import type { Entity } from '../odata/select.js';

/**
 * A client secret as Graph shows it.
 *
 * @param secretText - its value, which is told once
 */
export function passwordCredential(secret: ClientSecret, secretText: string | null): Entity {
  return {
    customKeyIdentifier: null,
    displayName: secret.displayName,
    endDateTime: iso(secret.endsAtMs),
    hint: secret.hint,
    keyId: secret.keyId,
    secretText,
    startDateTime: iso(secret.startsAtMs),
  };
}

/**
 * A certificate as Graph shows it.
 *
 * @param withKey - the certificate itself comes only where key credentials are selected
 */
export function keyCredential(certificate: ClientCertificate, withKey: boolean): Entity {
  return {
    customKeyIdentifier: Buffer.from(certificate.sha1, 'base64url').toString('hex').toUpperCase(),
    displayName: certificate.displayName,
    endDateTime: iso(certificate.endsAtMs),
    key: withKey ? certificate.der.toString('base64') : null,
    keyId: certificate.keyId,
    startDateTime: iso(certificate.startsAtMs),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
  };
}

export function federatedIdentityCredential({
  id,
  name,
  issuer,
  subject,
  description,
  audience,
}: FederatedCredential): Entity {
  return { id, name, issuer, subject, description, audiences: [audience] };
}
