/**
 * Entra and Graph, emulated, behind TLS, in a process of their own. Started by authority.ts with the file for the
 * certificate and the number of people as arguments; tells its parent where it is.
 */
import { writeFile } from 'node:fs/promises';
import { startEmulator } from '../../emulator/index.js';
import { createLoopbackCertificate } from '../../certificates/loopback-certificate.js';
import { startTlsProxy } from '../../faults/tls-proxy.js';
import type { AuthorityAddress } from './authority.js';
import { manyPeople } from './many-people.js';

const [certificateFile = '', people = ''] = process.argv.slice(2);
process.on('disconnect', () => process.exit());

const certificate = await createLoopbackCertificate();
await writeFile(certificateFile, certificate.ca);
const proxy = await startTlsProxy(certificate);
const emulator = await startEmulator({
  publicOrigin: `https://localhost:${proxy.port}`,
  people: manyPeople(Number(people)),
});
proxy.forwardTo(emulator.port);
const { clientId, clientSecret } = emulator.app;
const address: AuthorityAddress = {
  origin: emulator.origin,
  plainOrigin: `http://localhost:${emulator.port}`,
  tenantId: emulator.tenantId,
  clientId,
  clientSecret,
};
process.send?.(address);
