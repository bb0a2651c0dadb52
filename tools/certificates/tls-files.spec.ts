import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTlsFiles } from './tls-files.js';

describe('a certificate for this machine, as files', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tls-files-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is good for localhost, both loopback addresses and the names it is given, and vouched for by its authority', async () => {
    const made = await writeTlsFiles(folder, ['entra.example', '192.0.2.7']);
    const server = new X509Certificate(await readFile(made.certificateFile));
    const authority = new X509Certificate(await readFile(made.caFile));
    expect(server.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:entra.example, IP Address:192.0.2.7',
    );
    expect([server.ca, authority.ca]).toEqual([false, true]);
    expect([server.checkIssued(authority), server.verify(authority.publicKey)]).toEqual([true, true]);
    expect(server.checkPrivateKey(createPrivateKey(await readFile(made.keyFile)))).toBe(true);
    expect((await stat(made.keyFile)).mode & 0o777).toBe(0o600);
  });

  it('is kept from one start to the next', async () => {
    const first = await writeTlsFiles(folder, ['entra.example']);
    expect(await writeTlsFiles(folder)).toEqual(first);
    expect(await writeTlsFiles(folder, ['entra.example'])).toEqual(first);
  });

  it.each<[string, (files: Awaited<ReturnType<typeof writeTlsFiles>>) => Promise<void>, string[]]>([
    ['is not good for a new name', () => Promise.resolve(), ['other.example']],
    ['is damaged', ({ certificateFile }) => writeFile(certificateFile, 'no certificate'), []],
    ['has lost its key', ({ keyFile }) => rm(keyFile), []],
    [
      'has another key',
      async ({ keyFile }) => writeFile(keyFile, (await writeTlsFiles(join(folder, 'other'))).key),
      [],
    ],
    [
      'has another authority',
      async ({ caFile }) => writeFile(caFile, (await writeTlsFiles(join(folder, 'other'))).ca),
      [],
    ],
  ])('is made anew when it %s', async (_what, change, names) => {
    const first = await writeTlsFiles(folder);
    await change(first);
    const second = await writeTlsFiles(folder, names);
    expect(second.cert).not.toBe(first.cert);
    const server = new X509Certificate(await readFile(second.certificateFile));
    expect(server.verify(new X509Certificate(await readFile(second.caFile)).publicKey)).toBe(true);
    expect(server.checkPrivateKey(createPrivateKey(await readFile(second.keyFile)))).toBe(true);
  });
});
