// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { createHash, KeyObject, webcrypto } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { X509CertificateGenerator } from '@peculiar/x509';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { API, asDaemon, assertionClaims, claimsOf, DAEMON } from '../apps-support.js';
import { startEmulator, type AppOptions, type Emulator, type EmulatorOptions } from '../index.js';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const DAY_MS = 24 * 3600 * 1000;

async function newCertificate(notAfter = new Date(Date.now() + DAY_MS)) {
  const keys = await webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const notBefore = new Date(Date.now() - DAY_MS);
  const details = { name: 'CN=a client', notBefore, notAfter, signingAlgorithm: RSA, keys };
  const certificate = await X509CertificateGenerator.createSelfSigned(details, webcrypto);
  const thumbprint = (hash: string) => createHash(hash).update(Buffer.from(certificate.rawData)).digest();
  return {
    pem: certificate.toString('pem'),
    key: KeyObject.from(keys.privateKey),
    x5t: thumbprint('sha1').toString('base64url'),
    x5tS256: thumbprint('sha256').toString('base64url'),
    hex: thumbprint('sha1').toString('hex').toUpperCase(),
  };
}

describe('a client assertion', () => {
  let emulator: Emulator;
  let certificate: Awaited<ReturnType<typeof newCertificate>>;
  let expired: typeof certificate;
  let stranger: typeof certificate;

  const start = (options: EmulatorOptions = {}): Promise<Emulator> => {
    const certificates = [certificate.pem, expired.pem];
    return startEmulator({ ...options, apps: [API, { ...DAEMON, secrets: [], certificates }] });
  };
  const sign = (claims: Record<string, unknown>, header: Record<string, unknown>, { key } = certificate) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'PS256', typ: 'JWT', ...header }).sign(key);
  const send = (assertion: string, changes: Record<string, string | undefined> = {}) =>
    asDaemon(emulator, {
      client_secret: undefined,
      client_assertion_type: TYPE,
      client_assertion: assertion,
      ...changes,
    });
  const honest = () => assertionClaims(emulator, DAEMON.clientId);

  beforeAll(async () => {
    [certificate, expired, stranger] = await Promise.all([
      newCertificate(),
      newCertificate(new Date(Date.now() - 1000)),
      newCertificate(),
    ]);
    emulator = await start();
  });

  afterAll(() => emulator.close());

  it.each([
    ['PS256 and x5t#S256', () => ({ 'x5t#S256': certificate.x5tS256 })],
    ['RS256 and x5t', () => ({ alg: 'RS256', x5t: certificate.x5t })],
    ['a thumbprint as kid', () => ({ kid: certificate.hex })],
  ])('proves a client by %s', async (_how, header) => {
    const { status, body } = await send(await sign(honest(), header()));
    expect(status).toBe(200);
    expect(claimsOf(body['access_token'])).toMatchObject({ azpacr: '2' });
  });

  it('may be made out to the issuer', async () => {
    const aud = `${emulator.origin}/${emulator.tenantId}/v2.0`;
    expect((await send(await sign({ ...honest(), aud }, { x5t: certificate.x5t }))).status).toBe(200);
  });

  it('by a key that is not registered is AADSTS700027 with the thumbprint', async () => {
    const { status, body } = await send(await sign(honest(), { x5t: stranger.x5t }, stranger));
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [700027] });
    expect(body['error_description']).toContain(
      `[Reason - The key was not found., Thumbprint of key used by client: '${stranger.hex}'`,
    );
  });

  it('by another key than it names is AADSTS700027', async () => {
    const { body } = await send(await sign(honest(), { x5t: certificate.x5t }, stranger));
    expect(body['error_description']).toContain('The provided signature value did not match');
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [700027] });
  });

  it('by a certificate that has expired is AADSTS1000502', async () => {
    const { body } = await send(await sign(honest(), { x5t: expired.x5t }, expired));
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [1000502] });
  });

  const hourAgo = () => Math.floor(Date.now() / 1000) - 3600;
  it.each([
    ['expired', () => ({ nbf: hourAgo() - 600, exp: hourAgo() }), 700024],
    ['not valid yet', () => ({ nbf: hourAgo() + 7200, exp: hourAgo() + 7800 }), 700024],
    ['without an end', () => ({ exp: undefined }), 50027],
    ['for another tenant', () => ({ aud: `${emulator.origin}/elsewhere/oauth2/v2.0/token` }), 700023],
    ['without an audience', () => ({ aud: undefined }), 700023],
    ['with another subject', () => ({ sub: API.clientId }), 700021],
    ['whose issuer is no text', () => ({ iss: 7 }), 50027],
  ])('%s is refused', async (_what, claims, code) => {
    const { body } = await send(await sign({ ...honest(), ...claims() }, { x5t: certificate.x5t }));
    expect(body).toMatchObject({ error_codes: [code] });
  });

  it('without a thumbprint, signed with a secret, or no JWT at all is refused', async () => {
    expect((await send(await sign(honest(), {}))).body).toMatchObject({ error_codes: [5002723] });
    const secret = new TextEncoder().encode('s'.repeat(32));
    const hmac = await new SignJWT(honest()).setProtectedHeader({ alg: 'HS256', x5t: certificate.x5t }).sign(secret);
    expect((await send(hmac)).body).toMatchObject({ error_codes: [5002738] });
    expect((await send('a.b.c')).body).toMatchObject({ error_codes: [50027] });
  });

  it('has a type', async () => {
    const assertion = await sign(honest(), { x5t: certificate.x5t });
    const untyped = await send(assertion, { client_assertion_type: undefined });
    expect(untyped.body).toMatchObject({ error_codes: [900144] });
    const saml = await send(assertion, {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
    });
    expect(saml.body).toMatchObject({ error_codes: [90023] });
  });

  it('may be sent again, unless replays are refused', async () => {
    const assertion = await sign(honest(), { x5t: certificate.x5t });
    for (const _time of [1, 2]) expect((await send(assertion)).status).toBe(200);
    const strict = await start({ strictAssertions: true, publicOrigin: emulator.origin });
    try {
      const form = { client_secret: undefined, client_assertion_type: TYPE, client_assertion: assertion };
      const target = { ...strict, origin: `http://localhost:${strict.port}` };
      expect((await asDaemon(target, form)).status).toBe(200);
      expect((await asDaemon(target, form)).body).toMatchObject({ error: 'invalid_client', error_codes: [50027] });
    } finally {
      await strict.close();
    }
  });
});

describe('a federated token', () => {
  const issuer = 'https://token.issuer.example';
  const subject = 'repo:contoso/tasks:ref:refs/heads/main';
  const audience = 'api://AzureADTokenExchange';
  let emulator: Emulator;
  let loopback: Server;
  let loopbackIssuer: string;
  let key: CryptoKey;
  let jwk: JWK;

  const sign = (changes: Record<string, unknown> = {}, signingKey = key) => {
    const exp = Math.floor(Date.now() / 1000) + 300;
    return new SignJWT({ iss: issuer, sub: subject, aud: audience, exp, ...changes })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(signingKey);
  };
  const send = (assertion: string) =>
    asDaemon(emulator, { client_secret: undefined, client_assertion_type: TYPE, client_assertion: assertion });

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    key = pair.privateKey;
    jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one' };
    loopback = createServer((req, res) => {
      const isDocument = req.url === '/.well-known/openid-configuration';
      res.end(JSON.stringify(isDocument ? { jwks_uri: `${loopbackIssuer}/keys` } : { keys: [jwk] }));
    });
    await new Promise<void>((resolve) => {
      loopback.listen(0, '127.0.0.1', resolve);
    });
    loopbackIssuer = `http://127.0.0.1:${(loopback.address() as AddressInfo).port}`;
    const trusted: AppOptions['federatedCredentials'] = [
      { issuer, subject, jwks: { keys: [jwk] } },
      { issuer: loopbackIssuer, subject },
      { issuer: 'https://elsewhere.example', subject },
      { issuer: 'http://127.0.0.1:1', subject },
    ];
    const apps = [API, { ...DAEMON, secrets: [], federatedCredentials: trusted }];
    emulator = await startEmulator({ apps });
  });

  afterAll(async () => {
    await emulator.close();
    loopback.close();
  });

  it('proves a client by keys that the registration has', async () => {
    expect((await send(await sign())).status).toBe(200);
  });

  it('proves a client by keys that its issuer publishes on this machine', async () => {
    expect((await send(await sign({ iss: loopbackIssuer }))).status).toBe(200);
  });

  it.each(['https://elsewhere.example', 'http://127.0.0.1:1'])('of %s cannot be verified: AADSTS50166', async (iss) => {
    expect((await send(await sign({ iss }))).body).toMatchObject({ error: 'invalid_request', error_codes: [50166] });
  });

  it.each([
    ['issuer', { iss: `${issuer}/` }, 700211],
    ['subject', { sub: subject.toUpperCase() }, 700213],
    ['audience', { aud: 'api://another' }, 700212],
    ['time', { exp: Math.floor(Date.now() / 1000) - 3600 }, 700024],
  ])('of another %s is refused', async (_part, claims, code) => {
    const { status, body } = await send(await sign(claims));
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [code] });
  });

  it('that the issuer did not sign is refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    expect((await send(await sign({}, privateKey))).body).toMatchObject({ error_codes: [700027] });
  });

  describe('of Entra itself', () => {
    const identity: AppOptions = { clientId: 'bbbbbbbb-0000-4000-8000-000000000001', secrets: ['of-the-identity'] };
    const chained: AppOptions = { clientId: 'bbbbbbbb-0000-4000-8000-000000000002' };
    const asIdentity = { client_id: identity.clientId, client_secret: 'of-the-identity' };
    const scope = 'api://AzureADTokenExchange/.default';
    const federated = (assertion: unknown) => {
      return { client_secret: undefined, client_assertion_type: TYPE, client_assertion: String(assertion) };
    };

    it('proves a client if an application got it with a credential of its own', async () => {
      const publicOrigin = 'http://entra.example';
      const reached = (one: Emulator) => ({ ...one, origin: `http://localhost:${one.port}` });
      const subjects = await startEmulator({ publicOrigin, apps: [API, DAEMON, identity] });
      const subjectOf = async (form: Record<string, string>) =>
        String(claimsOf((await asDaemon(reached(subjects), form)).body['access_token'])['sub']);
      const [identitySubject, daemonSubject] = [await subjectOf({ ...asIdentity, scope }), await subjectOf({ scope })];
      await subjects.close();
      const trusting = (subjectTrusted: string) => [
        { issuer: `${subjects.origin}/${subjects.tenantId}/v2.0`, subject: subjectTrusted },
      ];
      const self = await startEmulator({
        publicOrigin,
        apps: [
          API,
          identity,
          { ...DAEMON, federatedCredentials: trusting(identitySubject) },
          { ...chained, federatedCredentials: trusting(daemonSubject) },
        ],
      });
      try {
        const { body: ofIdentity } = await asDaemon(reached(self), { ...asIdentity, scope });
        const { status, body } = await asDaemon(reached(self), { ...federated(ofIdentity['access_token']), scope });
        expect(status).toBe(200);
        const again = await asDaemon(reached(self), {
          ...federated(body['access_token']),
          client_id: chained.clientId,
        });
        expect(again.body).toMatchObject({ error: 'invalid_client', error_codes: [700231] });
      } finally {
        await self.close();
      }
    });
  });
});
