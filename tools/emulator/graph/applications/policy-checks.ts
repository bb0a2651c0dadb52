import type { AppManagementPolicy } from '../../directory/app-management-policy.js';
import type { SignInAudience } from '../../directory/registrations.js';
import { verifiedDomains } from '../../directory/verified-domains.js';
import { GraphError } from '../graph-error.js';
import type { GraphCall } from '../graph-resource.js';

const DAY_MS = 24 * 3600 * 1000;

/** @throws GraphError 400 where the tenant forbids secrets, or ones that last so long */
export function requireAllowedSecret(
  { forbidSecrets, longestSecretDays }: AppManagementPolicy,
  lifetimeMs: number,
): void {
  requireAllowed(forbidSecrets, longestSecretDays, lifetimeMs);
}

/** @throws GraphError 400 where the tenant forbids certificates, or ones that last so long */
export function requireAllowedCertificate(policy: AppManagementPolicy, lifetimeMs: number): void {
  requireAllowed(policy.forbidCertificates, policy.longestCertificateDays, lifetimeMs);
}

/** @throws GraphError 400 where the tenant has no apps for these accounts */
export function requireAllowedAudience({ signInAudiences }: AppManagementPolicy, audience: SignInAudience): void {
  if (!signInAudiences || signInAudiences.includes(audience)) return;
  throw new GraphError(
    400,
    'SignInAudienceNotAllowedAsPerAppPolicy',
    `The sign-in audience '${audience}' is not allowed as per assigned policy.`,
  );
}

/**
 * Application ID URIs begin with the application's id, the tenant's, or one of the tenant's domains.
 *
 * @throws GraphError 400 for any other
 */
export function requireVerifiedUris(
  { state, caller }: Pick<GraphCall, 'state' | 'caller'>,
  clientId: string,
  uris: readonly string[],
): void {
  const domains = verifiedDomains(state.people, caller.tenantId);
  const ids = [clientId, caller.tenantId].map((id) => id.toLowerCase());
  const foreign = uris.find((uri) => {
    const host = /^(?:api|https):\/\/([^/]+)/i.exec(uri)?.[1]?.toLowerCase() ?? '';
    return !ids.includes(host) && !domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
  });
  if (foreign === undefined) return;
  throw new GraphError(
    400,
    'HostNameNotOnVerifiedDomain',
    `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${foreign}'`,
  );
}

function requireAllowed(forbidden: boolean | undefined, longestDays: number | undefined, lifetimeMs: number): void {
  if (forbidden) {
    throw new GraphError(
      400,
      'CredentialTypeNotAllowedAsPerAppPolicy',
      'Credential type not allowed as per assigned policy',
    );
  }
  if (longestDays !== undefined && lifetimeMs > longestDays * DAY_MS) {
    throw new GraphError(
      400,
      'CredentialInvalidLifetimeAsPerAppPolicy',
      'Credential lifetime exceeds the max value allowed as per assigned policy',
    );
  }
}
