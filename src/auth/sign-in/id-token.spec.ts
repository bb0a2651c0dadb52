import { Secret } from '../../../config/secret.js';
import { CLIENT_ID, TENANT_ID } from '../../../test/support/unit-configuration.js';
import { AppError } from '../../common/app-error.js';
import type { TokenSet } from '../../entra/token-set.js';
import { IdTokenRejectedError } from './sign-in.errors.js';
import { assertIssuedBy, readIdToken, rejection, toSignIn } from './id-token.js';

const OTHER_TENANT = '33333333-3333-4333-8333-333333333333';
const HOST = 'https://login.microsoftonline.com';
const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad';

const CLAIMS = {
  aud: CLIENT_ID,
  iss: `${HOST}/${TENANT_ID}/v2.0`,
  sub: 'pairwise',
  tid: TENANT_ID,
  oid: 'object-id',
  name: 'Ada Lovelace',
  preferred_username: 'ada@contoso.example',
  roles: ['Admin'],
  login_hint: 'opaque',
};
const TOKEN_SET: TokenSet = {
  accessToken: new Secret('access'),
  scopes: ['User.Read'],
  expiresAtMs: 0,
  refreshToken: undefined,
  idToken: undefined,
};

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: unknown, claims: unknown) => `${segment(header)}.${segment(claims)}.signature`;
const thrownBy = (perform: () => unknown): AppError => {
  try {
    perform();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('readIdToken', () => {
  it('reads the key id and the claims', () => {
    expect(readIdToken(token({ kid: 'key 1', alg: 'RS256' }, CLAIMS))).toEqual({
      kid: 'key 1',
      claims: CLAIMS,
    });
  });

  const header = segment({ kid: 'key 1' });
  const payload = segment(CLAIMS);

  it.each<[string, string]>([
    ['nothing', ''],
    ['a word', 'token'],
    ['two parts', `${header}.${payload}`],
    ['four parts', `${header}.${payload}.s.s`],
    ['five parts, as of an encrypted token', 'a.b.c.d.e'],
    ['dots', '..'],
    ['a header that is no base64', `%%%.${payload}.s`],
    ['a header that is no JSON', `${Buffer.from('{').toString('base64url')}.${payload}.s`],
    ['a header that is null', `${segment(null)}.${payload}.s`],
    ['a header without a key id', token({ alg: 'RS256' }, CLAIMS)],
    ['a header with an empty key id', token({ kid: '' }, CLAIMS)],
    ['a header with a key id that is no text', token({ kid: 1 }, CLAIMS)],
    ['a payload that is no JSON', `${header}.e.s`],
    ['a payload that is empty', `${header}..s`],
    ['a payload that is null', token({ kid: 'key 1' }, null)],
    ['a payload that is a list', token({ kid: 'key 1' }, [])],
    ['a payload that is text', token({ kid: 'key 1' }, 'claims')],
  ])('rejects %s', (_what, text) => {
    expect(thrownBy(() => readIdToken(text))).toBeInstanceOf(IdTokenRejectedError);
  });

  it('says nothing of the token in the error', () => {
    const error = thrownBy(() => readIdToken(token({ secret: 'a-name' }, CLAIMS)));
    expect(JSON.stringify([error, error.message, error.log])).not.toMatch(/a-name|Ada|signature/);
  });
});

describe('assertIssuedBy', () => {
  const key = (issuer?: string) => ({
    kty: 'RSA' as const,
    kid: 'key 1',
    n: 'n',
    e: 'e',
    ...(issuer !== undefined && { issuer }),
  });

  it.each<[string, string | undefined, string, string]>([
    ['for every tenant', `${HOST}/{tenantid}/v2.0`, TENANT_ID, `${HOST}/${TENANT_ID}/v2.0`],
    ['for this tenant', `${HOST}/${TENANT_ID}/v2.0`, TENANT_ID, `${HOST}/${TENANT_ID}/v2.0`],
    ['that names no issuer', undefined, TENANT_ID, `${HOST}/${TENANT_ID}/v2.0`],
    ['for consumers, for one of them', `${HOST}/${CONSUMERS}/v2.0`, CONSUMERS, `${HOST}/${CONSUMERS}/v2.0`],
  ])('passes a key %s', (_whose, issuer, tid, iss) => {
    expect(() => assertIssuedBy(key(issuer), { iss, tid })).not.toThrow();
  });

  it.each<[string, string, Record<string, unknown>]>([
    [
      'a key for consumers, for an organisation’s token',
      `${HOST}/${CONSUMERS}/v2.0`,
      { iss: `${HOST}/${TENANT_ID}/v2.0`, tid: TENANT_ID },
    ],
    [
      'a key for every tenant, when iss and tid differ',
      `${HOST}/{tenantid}/v2.0`,
      { iss: `${HOST}/${TENANT_ID}/v2.0`, tid: OTHER_TENANT },
    ],
    [
      'a key of another cloud',
      'https://login.microsoftonline.us/{tenantid}/v2.0',
      { iss: `${HOST}/${TENANT_ID}/v2.0`, tid: TENANT_ID },
    ],
    ['a key, when there is no tid', `${HOST}/{tenantid}/v2.0`, { iss: `${HOST}/${TENANT_ID}/v2.0` }],
    ['a key, when there is no iss', `${HOST}/{tenantid}/v2.0`, { tid: TENANT_ID }],
  ])('rejects %s', (_what, issuer, claims) => {
    expect(thrownBy(() => assertIssuedBy(key(issuer), claims))).toBeInstanceOf(IdTokenRejectedError);
  });
});

describe('toSignIn', () => {
  const signIn = (claims: Record<string, unknown> = {}, allowed = [TENANT_ID]) =>
    toSignIn({ ...CLAIMS, ...claims }, TOKEN_SET, CLIENT_ID, allowed);

  it('tells who signed in', () => {
    expect(signIn()).toEqual({
      user: {
        id: 'object-id',
        tenantId: TENANT_ID,
        name: 'Ada Lovelace',
        username: 'ada@contoso.example',
        roles: ['Admin'],
      },
      tokenSet: TOKEN_SET,
      loginHint: 'opaque',
      sid: null,
    });
  });

  it.each([undefined, null])('does without what a token may lack: %s', (nothing) => {
    const claims = { name: nothing, preferred_username: nothing, login_hint: nothing, roles: undefined };
    expect(signIn(claims)).toMatchObject({
      user: { name: null, username: null, roles: [] },
      loginHint: null,
    });
  });

  it('keeps the sid that Entra may give', () => {
    expect(signIn({ sid: 'session at Entra' }).sid).toBe('session at Entra');
  });

  it('cuts names that nobody could read', () => {
    const long = 'n'.repeat(30_000);
    const { user } = signIn({ name: long, preferred_username: long });
    expect([user.name, user.username]).toEqual([`${'n'.repeat(511)}…`, `${'n'.repeat(511)}…`]);
  });

  it('does without a login hint or sid that would fit no address', () => {
    expect(signIn({ login_hint: 'h'.repeat(1024), sid: 's'.repeat(512) })).toMatchObject({
      loginHint: 'h'.repeat(1024),
      sid: 's'.repeat(512),
    });
    expect(signIn({ login_hint: 'h'.repeat(1025), sid: 's'.repeat(513) })).toMatchObject({
      loginHint: null,
      sid: null,
    });
  });

  it('knows a person by oid and tid, never by name or address', () => {
    const { user } = signIn({ email: 'x@y.example', upn: 'x', unique_name: 'x', sub: 'other' });
    expect(user).toEqual(signIn().user);
  });

  it('lets people of every allowed tenant in', () => {
    const claims = { tid: OTHER_TENANT, iss: `${HOST}/${OTHER_TENANT}/v2.0` };
    expect(signIn(claims, [TENANT_ID, OTHER_TENANT]).user.tenantId).toBe(OTHER_TENANT);
  });

  it('says so to people of another tenant', () => {
    const claims = { tid: OTHER_TENANT, iss: `${HOST}/${OTHER_TENANT}/v2.0` };
    expect(thrownBy(() => signIn(claims)).code).toBe('tenant_not_allowed');
  });

  it.each<[string, Record<string, unknown>]>([
    ['for another client', { aud: 'another' }],
    ['for several clients', { aud: [CLIENT_ID, 'another'] }],
    ['without a tenant', { tid: undefined }],
    ['with a tenant that is no text', { tid: [TENANT_ID] }],
    ['without an object id', { oid: undefined }],
    ['with an empty object id', { oid: '' }],
    ['without a subject', { sub: undefined }],
    ['with an empty subject', { sub: '' }],
    ['without an issuer', { iss: undefined }],
    ['whose issuer is another tenant', { iss: `${HOST}/${OTHER_TENANT}/v2.0` }],
    ['whose issuer only begins like the tenant', { iss: `${HOST}/${TENANT_ID}x/v2.0` }],
    ['whose roles are no list', { roles: 'Admin' }],
    ['whose roles are not all text', { roles: ['Admin', 1] }],
    ['whose object id is no id but a text', { oid: 'o'.repeat(65) }],
    ['with a role that is a text', { roles: ['r'.repeat(257)] }],
    ['with roles by the thousand', { roles: Array<string>(501).fill('role') }],
    ['whose name is no text', { name: { first: 'Ada' } }],
  ])('rejects a token %s', (_what, claims) => {
    expect(thrownBy(() => signIn(claims))).toBeInstanceOf(IdTokenRejectedError);
  });

  it('names the claims that are wrong and not what is in them', () => {
    const error = thrownBy(() => signIn({ oid: 1234567, roles: 'a-role' }));
    expect(error.log?.['reason']).toBe('claims: oid, roles');
  });
});

describe('rejection', () => {
  const of = (tid: unknown) => token({ kid: 'key 1' }, { ...CLAIMS, tid });

  it('tells people of another tenant that it is about their tenant', () => {
    expect(rejection(of(OTHER_TENANT), [TENANT_ID], 'issuer').code).toBe('tenant_not_allowed');
  });

  it.each<[string, unknown, string]>([
    ['an error', new Error('jwt expired'), 'jwt expired'],
    ['something else', { token: 'x' }, 'refused'],
    ['nothing', undefined, 'refused'],
  ])('keeps the reason for the log when it is %s', (_what, reason, logged) => {
    const error = rejection(of(TENANT_ID), [TENANT_ID], reason);
    expect(error).toBeInstanceOf(IdTokenRejectedError);
    expect(error.log).toEqual({ reason: logged });
    expect(error.message).not.toContain('jwt expired');
  });

  it.each([undefined, null, 1, [OTHER_TENANT]])('makes nothing of a tenant that is none: %j', (tid) => {
    expect(rejection(of(tid), [TENANT_ID], 'issuer')).toBeInstanceOf(IdTokenRejectedError);
  });
});
