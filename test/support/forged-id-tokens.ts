import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { type HonestIdToken, OTHER_TENANT_ID } from '../../tools/emulator/index.js';

/** What is put in place of an honest ID token. */
type Forgery = (honest: HonestIdToken) => unknown;
type Claims = Record<string, unknown>;

const { privateKey: foreignKey, publicKey: foreignPublicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
});
const HOUR_SECONDS = 3600;
const now = () => Math.floor(Date.now() / 1000);

const withClaims =
  (changes: Claims | ((claims: Claims) => Claims)): Forgery =>
  ({ claims, sign }) =>
    sign({ ...claims, ...(typeof changes === 'function' ? changes(claims) : changes) });

const without =
  (name: string): Forgery =>
  ({ claims, sign }) =>
    sign(Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name)));

function encode(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** A compact JWS of any header and payload, text as it is. */
function compact(header: unknown, payload: unknown, signature: (input: string) => string): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signature(input)}`;
}

const rsa =
  (key: KeyObject, hash = 'sha256') =>
  (input: string) =>
    signBytes(hash, Buffer.from(input), key).toString('base64url');

const hmac = (key: string) => (input: string) => createHmac('sha256', key).update(input).digest('base64url');

/** The public key as passport-azure-ad makes it of the key set, and verifies with: what an HMAC would be compared by. */
const pkcs1Pem = (publicKeyPem: string): string =>
  createPublicKey(publicKeyPem).export({ type: 'pkcs1', format: 'pem' }).toString();

const withPayload =
  (payload: unknown): Forgery =>
  ({ header, privateKey }) =>
    compact(header, payload, rsa(privateKey));

const parts =
  (change: (header: string, payload: string, signature: string) => string): Forgery =>
  ({ token }) => {
    const [header = '', payload = '', signature = ''] = token.split('.');
    return change(header, payload, signature);
  };

const flipBit = (base64url: string, at: number): string => {
  const bytes = Buffer.from(base64url, 'base64url');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64url');
};

/** ID tokens that must never sign anybody in, by what is wrong with them. */
export const forgedIdTokens: Record<string, Forgery> = {
  'iss of another authority': withClaims({ iss: 'https://login.evil.example/v2.0' }),
  'iss of another tenant': withClaims(({ iss, tid }) => ({
    iss: String(iss).replace(String(tid), OTHER_TENANT_ID),
  })),
  'iss with more behind it': withClaims(({ iss }) => ({ iss: `${String(iss)}/` })),
  'iss an array': withClaims(({ iss }) => ({ iss: [iss] })),
  'iss missing': without('iss'),
  'aud of another app': withClaims({ aud: '99999999-3333-4444-8555-666666666666' }),
  'aud with two apps': withClaims(({ aud }) => ({ aud: [aud, '99999999-3333-4444-8555-666666666666'] })),
  'aud with two apps and our azp': withClaims(({ aud }) => ({ aud: [aud, 'other'], azp: aud })),
  'aud with a prefix': withClaims(({ aud }) => ({ aud: `spn:${String(aud)}` })),
  'aud missing': without('aud'),
  'exp in the past': withClaims({ exp: now() - HOUR_SECONDS, nbf: now() - 2 * HOUR_SECONDS }),
  'exp missing': without('exp'),
  'exp a text': withClaims({ exp: String(now() + HOUR_SECONDS) }),
  'exp null': withClaims({ exp: null }),
  'nbf in the future': withClaims({ nbf: now() + HOUR_SECONDS, exp: now() + 2 * HOUR_SECONDS }),
  'nbf a text': withClaims({ nbf: 'now' }),
  'nonce of another sign-in': withClaims({ nonce: 'x'.repeat(32) }),
  'nonce empty': withClaims({ nonce: '' }),
  'nonce null': withClaims({ nonce: null }),
  'nonce an array': withClaims(({ nonce }) => ({ nonce: [nonce] })),
  'nonce missing': without('nonce'),
  'sub missing': without('sub'),
  'sub empty': withClaims({ sub: '' }),
  'sub a number': withClaims({ sub: 1 }),
  'tid foreign': withClaims({ tid: OTHER_TENANT_ID }),
  'tid and iss foreign': withClaims(({ iss, tid }) => ({
    tid: OTHER_TENANT_ID,
    iss: String(iss).replace(String(tid), OTHER_TENANT_ID),
  })),
  'tid a part of ours': withClaims(({ tid }) => ({ tid: String(tid).slice(0, 8) })),
  'tid an array': withClaims(({ tid }) => ({ tid: [tid] })),
  'tid missing': without('tid'),
  'oid missing': without('oid'),
  'oid empty': withClaims({ oid: '' }),
  'oid an object': withClaims({ oid: {} }),
  'roles no list': withClaims({ roles: 'Admin' }),
  'roles of objects': withClaims({ roles: [{}] }),

  'alg none, unsigned': ({ header, claims }) => compact({ ...header, alg: 'none' }, claims, () => ''),
  'alg None, signed': ({ header, claims, privateKey }) => compact({ ...header, alg: 'None' }, claims, rsa(privateKey)),
  'alg missing': ({ header, claims, privateKey }) =>
    compact({ typ: header.typ, kid: header.kid }, claims, rsa(privateKey)),
  'alg RS512 with the right key': ({ header, claims, privateKey }) =>
    compact({ ...header, alg: 'RS512' }, claims, rsa(privateKey, 'sha512')),
  'alg HS256 with the public key as the secret': ({ header, claims, publicKeyPem }) =>
    compact({ ...header, alg: 'HS256' }, claims, hmac(pkcs1Pem(publicKeyPem))),
  'alg HS256 with the trimmed public key': ({ header, claims, publicKeyPem }) =>
    compact({ ...header, alg: 'HS256' }, claims, hmac(pkcs1Pem(publicKeyPem).trim())),
  'alg HS256 with the public key in its other form': ({ header, claims, publicKeyPem }) =>
    compact({ ...header, alg: 'HS256' }, claims, hmac(publicKeyPem)),
  'alg HS256 with the certificate as the secret': ({ header, claims, certificatePem }) =>
    compact({ ...header, alg: 'HS256' }, claims, hmac(certificatePem)),
  'alg RS256 in name but signed by HMAC': ({ header, claims, publicKeyPem }) =>
    compact(header, claims, hmac(pkcs1Pem(publicKeyPem))),
  'no signature': parts((header, payload) => `${header}.${payload}.`),
  'a bit of the signature flipped': parts(
    (header, payload, signature) => `${header}.${payload}.${flipBit(signature, 100)}`,
  ),
  'a bit of the payload flipped': parts(
    (header, payload, signature) => `${header}.${flipBit(payload, 20)}.${signature}`,
  ),
  'other claims under the honest signature': ({ header, claims, token }) =>
    compact(header, { ...claims, oid: '00000000-0000-4000-8000-999999999999' }, () => token.split('.')[2] ?? ''),
  'signed by another key under the known kid': ({ header, claims }) => compact(header, claims, rsa(foreignKey)),
  'signed by a key that it brings along': ({ header, claims }) =>
    compact({ ...header, jwk: foreignPublicKey.export({ format: 'jwk' }) }, claims, rsa(foreignKey)),
  'unknown kid': ({ header, claims, privateKey }) =>
    compact({ ...header, kid: 'nobody-knows-it' }, claims, rsa(privateKey)),
  'kid of an object’s own property': ({ header, claims, privateKey }) =>
    compact({ ...header, kid: '__proto__' }, claims, rsa(privateKey)),
  'no kid': ({ header, claims, privateKey }) => compact({ typ: header.typ, alg: header.alg }, claims, rsa(privateKey)),
  'kid a number': ({ header, claims, privateKey }) => compact({ ...header, kid: 7 }, claims, rsa(privateKey)),
  'header no JSON': ({ claims, privateKey }) => compact('not json', claims, rsa(privateKey)),
  'header null': ({ claims, privateKey }) => compact(null, claims, rsa(privateKey)),

  'payload no JSON': withPayload('this is not json'),
  'payload empty': withPayload(''),
  'payload a JSON array': withPayload([1, 2, 3]),
  'payload a JSON text': withPayload('"text"'),
  'payload null': withPayload(null),
  'payload without claims': withPayload({}),

  'one part': parts((header) => header),
  'two parts': parts((header, payload) => `${header}.${payload}`),
  'four parts': parts((header, payload, signature) => `${header}.${payload}.${signature}.${signature}`),
  'five parts, as a JWE': () =>
    [encode({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: 'x' }), 'a2V5', 'aXY', 'dGV4dA', 'dGFn'].join('.'),
  'dots alone': () => '..',
  'no base64': () => '$$$.%%%.***',
  'an empty text': () => '',
  'a number': () => 12345,
  'an object': () => ({ token: 'a.b.c' }),
  'an array': ({ token }) => [token],
  null: () => null,
  missing: () => undefined,
  'a text of half a megabyte': () => `${'a'.repeat(250_000)}.${'b'.repeat(250_000)}.c`,
};
