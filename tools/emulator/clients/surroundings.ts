import { createHash, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import { generateSigningKey, type SigningKey } from '../entra/signing-keys.js';
import { people, startEmulator, type Emulator } from '../index.js';
import type { Setup } from './run-program.js';

/** A running emulator with everything that the programs sign in with and call. */
export interface Surroundings {
  readonly emulator: Emulator;
  readonly setup: Setup;
}

const API_URI = 'api://tasks';
const SCOPE = 'Tasks.Read';
const ROLE = 'Tasks.Read.All';
const FEDERATION = { issuer: 'https://workloads.example', subject: 'system:serviceaccount:default:tasks' };
const AN_HOUR_SECONDS = 3600;

const api = {
  clientId: '33333333-4444-4555-8666-777777777777',
  clientSecret: 'of-the-api.not-a-secret~0000000000000000',
};
const daemon = {
  clientId: '44444444-5555-4666-8777-888888888888',
  clientSecret: 'of-the-daemon.not-a-secret~0000000000000',
};
const desktop = { clientId: '55555555-6666-4777-8888-999999999999' };

/** Over TLS, for some clients refuse anything else. */
export async function startSurroundings(): Promise<Surroundings> {
  const [certificate, workload] = await Promise.all([generateSigningKey(), generateSigningKey()]);
  const emulator = await startEmulator({
    tls: true,
    apps: [
      {
        clientId: api.clientId,
        displayName: 'Tasks',
        secrets: [api.clientSecret],
        identifierUris: [API_URI],
        scopes: [SCOPE],
        appRoles: [ROLE],
        adminConsent: true,
      },
      {
        clientId: daemon.clientId,
        displayName: 'Nightly job',
        secrets: [daemon.clientSecret],
        certificates: [certificate.certificatePem],
        federatedCredentials: [{ ...FEDERATION, jwks: { keys: [workload.jwk] } }],
        permissions: [{ resource: API_URI, roles: [ROLE] }],
        adminConsent: true,
      },
      { ...desktop, displayName: 'Command line', allowPublicClient: true },
    ],
  });
  const { oid, tid, displayName } = people.ordinary;
  const { origin, tenantId, graphEndpoint, app } = emulator;
  const setup = {
    origin,
    tenantId,
    graphEndpoint,
    domain: 'emulated.onmicrosoft.com',
    person: { oid, tid, name: displayName },
    web: { clientId: app.clientId, clientSecret: app.clientSecret, redirectUri: app.redirectUris[0] },
    desktop,
    daemon: {
      ...daemon,
      certificate: certificateOf(certificate),
      federatedAssertion: await federatedAssertion(workload),
    },
    api: { ...api, uri: API_URI, scope: SCOPE, role: ROLE },
  };
  return { emulator, setup };
}

function certificateOf({ privateKey, certificatePem }: SigningKey): Record<string, unknown> {
  const { raw } = new X509Certificate(certificatePem);
  return {
    certificate: certificatePem,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    thumbprintSha256: createHash('sha256').update(raw).digest('hex'),
  };
}

/** As a cluster mounts it into a workload, which shows it again and again. */
function federatedAssertion({ privateKey, kid }: SigningKey): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(FEDERATION.issuer)
    .setSubject(FEDERATION.subject)
    .setAudience('api://AzureADTokenExchange')
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + AN_HOUR_SECONDS)
    .sign(privateKey);
}
