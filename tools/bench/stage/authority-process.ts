/**
 * Entra and Graph, emulated, behind TLS, in a process of their own. Started by authority.ts with the file for the
 * certificate and the options as arguments; tells its parent where it is and, whenever asked, what it has seen.
 */
import { writeFile } from 'node:fs/promises';
import { startEmulator } from '../../emulator/index.js';
import { createLoopbackCertificate } from '../../certificates/loopback-certificate.js';
import { startTlsProxy } from '../../faults/tls-proxy.js';
import type { AuthorityAddress, AuthorityOptions, AuthoritySeen } from './authority.js';
import { manyPeople } from './many-people.js';

const [certificateFile = '', json = ''] = process.argv.slice(2);
const { people, accessTokenLifetimeSeconds } = JSON.parse(json) as AuthorityOptions;
process.on('disconnect', () => process.exit());

const certificate = await createLoopbackCertificate();
await writeFile(certificateFile, certificate.ca);
const proxy = await startTlsProxy(certificate);
const emulator = await startEmulator({
  publicOrigin: `https://localhost:${proxy.port}`,
  people: manyPeople(people),
  ...(accessTokenLifetimeSeconds !== undefined && { accessTokenLifetimeSeconds }),
});
proxy.forwardTo(emulator.port);

/** The emulator remembers 200 requests: more often than those come, they are looked through. */
const LOOKED_THROUGH_EVERY_MS = 100;
const counted = new WeakSet<object>();
let refreshes = 0;
setInterval(() => {
  for (const request of emulator.requests) {
    if (request.grantType !== 'refresh_token' || request.status !== 200 || counted.has(request)) continue;
    counted.add(request);
    refreshes += 1;
  }
}, LOOKED_THROUGH_EVERY_MS);

process.on('message', () => process.send?.({ refreshes } satisfies AuthoritySeen));
const { clientId, clientSecret } = emulator.app;
const address: AuthorityAddress = {
  origin: emulator.origin,
  plainOrigin: `http://localhost:${emulator.port}`,
  tenantId: emulator.tenantId,
  clientId,
  clientSecret,
};
process.send?.(address);
