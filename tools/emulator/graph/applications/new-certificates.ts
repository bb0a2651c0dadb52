import { clientCertificate, type ClientCertificate } from '../../directory/credentials.js';
import type { AppRegistration } from '../../directory/registrations.js';
import { GraphError } from '../graph-error.js';
import type { GraphCall } from '../graph-resource.js';
import type { KeyCredentialBody } from './application-body.js';
import { requireAllowedCertificate } from './policy-checks.js';

/**
 * The certificates that an application has afterwards: those that it had and that are named by their ids, and new ones.
 * Whoever sends a list replaces the one that there was.
 *
 * @throws GraphError 400 for what is no certificate, ends after it does, or is forbidden in the tenant
 */
export function certificatesFrom(
  { state }: Pick<GraphCall, 'state'>,
  { certificates }: Pick<AppRegistration, 'certificates'>,
  asked: readonly KeyCredentialBody[],
): ClientCertificate[] {
  return asked.map((credential) => {
    const known = certificates.find(({ keyId }) => keyId === credential.keyId);
    if (known) return { ...known, displayName: credential.displayName ?? known.displayName };
    const certificate = certificateFrom(credential);
    requireAllowedCertificate(state.policies, certificate.endsAtMs - certificate.startsAtMs);
    return certificate;
  });
}

function certificateFrom({
  key,
  keyId,
  displayName,
  startDateTime,
  endDateTime,
}: KeyCredentialBody): ClientCertificate {
  const certificate = parsed(key ?? '', displayName ?? null);
  const startsAtMs = startDateTime ? Date.parse(startDateTime) : certificate.startsAtMs;
  const endsAtMs = endDateTime ? Date.parse(endDateTime) : certificate.endsAtMs;
  if (startsAtMs < certificate.startsAtMs) throw outside('KeyCredentialsInvalidStartDate', 'start');
  if (endsAtMs > certificate.endsAtMs || endsAtMs <= startsAtMs) throw outside('KeyCredentialsInvalidEndDate', 'end');
  return { ...certificate, startsAtMs, endsAtMs, ...(keyId ? { keyId } : {}) };
}

function parsed(key: string, displayName: string | null): ClientCertificate {
  try {
    return clientCertificate(Buffer.from(key, 'base64'), displayName);
  } catch {
    throw new GraphError(
      400,
      'Request_BadRequest',
      "Invalid value specified for property 'keyCredentials' of resource 'Application'.",
    );
  }
}

function outside(code: string, which: string): GraphError {
  return new GraphError(400, code, `Key credential ${which} date is invalid.`);
}
