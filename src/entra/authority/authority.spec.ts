import { jest } from '@jest/globals';
import type { z } from 'zod';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { recordLog, type RecordedLog } from '../../../test/support/recorded-log.js';
import { TENANT_ID, unitConfiguration } from '../../../test/support/unit-configuration.js';
import type { EntraHttp } from '../entra-http.js';
import { EntraOutageError } from '../entra.errors.js';
import { AuthorityDocuments } from './authority-documents.js';
import { Authority } from './authority.js';

const HOUR_MS = 60 * 60_000;
const HOST = 'https://login.microsoftonline.com';
const OTHER_TENANT = '33333333-3333-4333-8333-333333333333';
const KEYS_URL = `${HOST}/${TENANT_ID}/discovery/v2.0/keys`;
const discoveryUrl = (tenant: string) => `${HOST}/${tenant}/v2.0/.well-known/openid-configuration`;

const key = (kid: string) => ({
  kty: 'RSA',
  use: 'sig',
  kid,
  n: 'n',
  e: 'AQAB',
  issuer: `${HOST}/{tenantid}/v2.0`,
});
const DISCOVERY = {
  issuer: `${HOST}/${TENANT_ID}/v2.0`,
  authorization_endpoint: `${HOST}/${TENANT_ID}/oauth2/v2.0/authorize`,
  token_endpoint: `${HOST}/${TENANT_ID}/oauth2/v2.0/token`,
  end_session_endpoint: `${HOST}/${TENANT_ID}/oauth2/v2.0/logout`,
  jwks_uri: KEYS_URL,
};

/** Entra's documents, served by the test. */
class FakeEntraHttp implements Pick<EntraHttp, 'get'> {
  readonly documents = new Map<string, unknown>();
  readonly requested: string[] = [];
  readonly deadlines = new Set<AbortSignal>();
  down = false;

  async get<T>(_endpoint: unknown, url: string, schema: z.ZodType<T>, deadline: AbortSignal): Promise<T> {
    this.requested.push(url);
    this.deadlines.add(deadline);
    await Promise.resolve();
    if (this.down) throw new EntraOutageError('entra_unreachable');
    const parsed = schema.safeParse(this.documents.get(url));
    if (!parsed.success) throw new EntraOutageError('entra_invalid_answer');
    return parsed.data;
  }

  /** How often discovery and keys were fetched. */
  get fetches(): number {
    return this.requested.filter((url) => url.endsWith('/openid-configuration')).length;
  }
}

describe('Authority', () => {
  let clock: ManualClock;
  let http: FakeEntraHttp;
  let log: RecordedLog;
  let authority: Authority;

  beforeEach(() => {
    clock = new ManualClock();
    http = new FakeEntraHttp();
    log = recordLog();
    authority = authorityFor();
    serve();
  });

  function authorityFor(env: Record<string, string> = {}): Authority {
    const documents = new AuthorityDocuments(unitConfiguration(env), http as unknown as EntraHttp);
    return new Authority(clock, log.logger, documents);
  }

  function serve(discovery: object = {}, kids = ['key 1', 'key 2'], tenant = TENANT_ID): void {
    http.documents.set(discoveryUrl(tenant), { ...DISCOVERY, ...discovery });
    http.documents.set(KEYS_URL, { keys: kids.map(key) });
  }

  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const kids = async () => (await authority.metadata()).keys.map(({ kid }) => kid);
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );
  const invalidAnswer = {
    name: 'EntraOutageError',
    code: 'entra_not_loaded',
    status: 503,
    cause: expect.objectContaining({ code: 'entra_invalid_answer' }) as unknown,
  };

  it('loads discovery and keys of the tenant', async () => {
    expect(await authority.metadata()).toEqual({
      authorizationEndpoint: DISCOVERY.authorization_endpoint,
      tokenEndpoint: DISCOVERY.token_endpoint,
      endSessionEndpoint: DISCOVERY.end_session_endpoint,
      issuers: [DISCOVERY.issuer],
      keys: [key('key 1'), key('key 2')],
    });
    expect(http.requested).toEqual([discoveryUrl(TENANT_ID), KEYS_URL]);
  });

  it('gives both documents one deadline', async () => {
    await authority.metadata();
    expect(http.deadlines.size).toBe(1);
  });

  it('says whether it was ever loaded', async () => {
    http.down = true;
    await refusal(authority.metadata());
    expect(authority.isLoaded).toBe(false);
    http.down = false;
    clock.advance(1000);
    await authority.metadata();
    expect(authority.isLoaded).toBe(true);
    http.down = true;
    clock.advance(24 * HOUR_MS);
    await authority.metadata();
    await turn();
    expect(authority.isLoaded).toBe(true);
  });

  describe('fetches', () => {
    it('once for all who wait', async () => {
      await Promise.all(Array.from({ length: 50 }, () => authority.metadata()));
      expect(http.fetches).toBe(1);
    });

    it('once for all who wait in vain, and again for the next after a second', async () => {
      http.down = true;
      const errors = await Promise.all(Array.from({ length: 50 }, () => refusal(authority.metadata())));
      expect(http.fetches).toBe(1);
      for (const error of [...errors, await refusal(authority.metadata())]) {
        expect(error).toMatchObject({
          code: 'entra_not_loaded',
          retryAfterSeconds: 5,
          cause: expect.objectContaining({ code: 'entra_unreachable' }) as unknown,
        });
      }
      expect(http.fetches).toBe(1);
      http.down = false;
      clock.advance(1000);
      expect(await kids()).toEqual(['key 1', 'key 2']);
    });

    it('nothing again within an hour', async () => {
      await authority.metadata();
      clock.advance(HOUR_MS);
      await authority.metadata();
      expect(http.fetches).toBe(1);
    });

    it('in the background after an hour, while the old documents serve', async () => {
      await authority.metadata();
      serve({}, ['key 3']);
      clock.advance(HOUR_MS + 1);
      expect(await kids()).toEqual(['key 1', 'key 2']);
      await turn();
      expect(await kids()).toEqual(['key 3']);
      expect(http.fetches).toBe(2);
    });
  });

  describe('keeps the last known good documents', () => {
    beforeEach(async () => {
      await authority.metadata();
      clock.advance(24 * HOUR_MS);
    });

    it.each<[string, () => void]>([
      ['Entra is down', () => (http.down = true)],
      ['discovery is not there', () => http.documents.delete(discoveryUrl(TENANT_ID))],
      ['discovery is of another form', () => serve({ token_endpoint: undefined })],
      ['the keys are not there', () => http.documents.delete(KEYS_URL)],
      ['there is no key that signs', () => serve({}, [])],
      ['the issuer is another tenant’s', () => serve({ issuer: `${HOST}/${OTHER_TENANT}/v2.0` })],
      ['an endpoint is longer than any', () => serve({ token_endpoint: `${HOST}/${'a'.repeat(2048)}` })],
      ['a key is larger than any', () => serve({}, ['k'.repeat(300)])],
      ['an endpoint is plain http', () => serve({ token_endpoint: HOST.replace('https:', 'http:') })],
    ])('when %s', async (_fault, breakIt) => {
      breakIt();
      for (let call = 0; call < 3; call += 1) {
        expect(await kids()).toEqual(['key 1', 'key 2']);
        await turn();
      }
      expect(log.lines()[0]).toMatchObject({ level: 'warn', lastKnownGood: true });
    });

    it('and tries again after five seconds, not with every request', async () => {
      http.down = true;
      for (let call = 0; call < 10; call += 1) {
        await authority.metadata();
        await turn();
      }
      expect(http.fetches).toBe(2);
      clock.advance(5001);
      await authority.metadata();
      await turn();
      expect(http.fetches).toBe(3);
      http.down = false;
      serve({}, ['key 3']);
      clock.advance(5001);
      await authority.metadata();
      await turn();
      expect(await kids()).toEqual(['key 3']);
    });
  });

  describe('looks for a signing key', () => {
    it('among those it has, without a fetch', async () => {
      await authority.metadata();
      expect((await authority.signingKey('key 2'))?.kid).toBe('key 2');
      expect(http.fetches).toBe(1);
    });

    it('again at Entra when it does not know the id: that is a rollover', async () => {
      await authority.metadata();
      serve({}, ['key 3']);
      expect((await authority.signingKey('key 3'))?.kid).toBe('key 3');
      expect(http.fetches).toBe(2);
    });

    it('for all who wait at once after a rollover', async () => {
      await authority.metadata();
      serve({}, ['key 3']);
      const found = await Promise.all(Array.from({ length: 10 }, () => authority.signingKey('key 3')));
      expect(found.map((one) => one?.kid)).toEqual(Array.from({ length: 10 }, () => 'key 3'));
      expect(http.fetches).toBe(2);
    });

    it('at most once in ten seconds, however many tokens name ids that nobody knows', async () => {
      await authority.metadata();
      for (let token = 0; token < 50; token += 1) {
        expect(await authority.signingKey(`invented ${token}`)).toBeUndefined();
      }
      expect(http.fetches).toBe(2);
      clock.advance(9999);
      await authority.signingKey('invented');
      expect(http.fetches).toBe(2);
      clock.advance(1);
      await authority.signingKey('invented');
      expect(http.fetches).toBe(3);
    });

    it('again after five seconds when Entra was down: nothing was learnt of the key', async () => {
      await authority.metadata();
      serve({}, ['key 3']);
      http.down = true;
      await refusal(authority.signingKey('key 3'));
      http.down = false;
      expect(await authority.signingKey('key 3')).toBeUndefined();
      clock.advance(5000);
      expect((await authority.signingKey('key 3'))?.kid).toBe('key 3');
    });

    it('and says that Entra is down rather than that the key is unknown', async () => {
      await authority.metadata();
      http.down = true;
      expect(await refusal(authority.signingKey('key 3'))).toBeInstanceOf(EntraOutageError);
      expect((await authority.signingKey('key 1'))?.kid).toBe('key 1');
    });
  });

  describe('knows its keys by their cloud', () => {
    const of = (cloud: string, kid: string) => ({ ...key(kid), cloud_instance_name: cloud });
    const OURS = 'microsoftonline.com';

    function serveKeys(cloud: object, ...keys: object[]): void {
      serve(cloud);
      http.documents.set(KEYS_URL, { keys });
    }

    it('and leaves out those of another, and no others', async () => {
      serveKeys({ cloud_instance_name: OURS }, of('microsoftonline.us', 'theirs'), of(OURS, 'ours'), key('unnamed'));
      expect(await kids()).toEqual(['ours', 'unnamed']);
      expect(await authority.signingKey('theirs')).toBeUndefined();
    });

    it('unless the document does not say which it is', async () => {
      serveKeys({}, of('microsoftonline.us', 'a'), of(OURS, 'b'));
      expect(await kids()).toEqual(['a', 'b']);
    });

    it('and takes a set of foreign keys alone for no answer', async () => {
      serveKeys({ cloud_instance_name: OURS }, of('microsoftonline.us', 'theirs'));
      expect(await refusal(authority.metadata())).toMatchObject(invalidAnswer);
    });
  });

  describe('accepts issuers', () => {
    it('by putting each allowed tenant into the template of an authority of many tenants', async () => {
      const env = { TENANT_ID: 'organizations', ALLOWED_TENANTS: `${TENANT_ID},${OTHER_TENANT}` };
      authority = authorityFor(env);
      serve({ issuer: `${HOST}/{tenantid}/v2.0` }, ['key 1'], 'organizations');
      expect((await authority.metadata()).issuers).toEqual([
        `${HOST}/${TENANT_ID}/v2.0`,
        `${HOST}/${OTHER_TENANT}/v2.0`,
      ]);
      expect(http.requested[0]).toBe(discoveryUrl('organizations'));
    });

    it('of a host other than the one that was asked, as in China', async () => {
      const issuer = `https://login.partner.microsoftonline.cn/${TENANT_ID}/v2.0`;
      serve({ issuer });
      expect((await authority.metadata()).issuers).toEqual([issuer]);
    });

    it.each([
      ['another tenant’s', `${HOST}/${OTHER_TENANT}/v2.0`],
      ['no tenant’s', `${HOST}/v2.0`],
      ['one that only looks like ours', `${HOST}/${TENANT_ID}x/v2.0`],
      ['our tenant’s id without a path of its own', `${HOST}/x${TENANT_ID}`],
    ])('but not %s', async (_whose, issuer) => {
      serve({ issuer });
      expect(await refusal(authority.metadata())).toMatchObject(invalidAnswer);
      expect(authority.isLoaded).toBe(false);
    });

    it('but not one concrete issuer for several tenants', async () => {
      authority = authorityFor({ TENANT_ID: 'common', ALLOWED_TENANTS: `${TENANT_ID},${OTHER_TENANT}` });
      serve({}, ['key 1'], 'common');
      expect(await refusal(authority.metadata())).toMatchObject(invalidAnswer);
    });
  });

  describe('refuses endpoints that it may not call', () => {
    const endpoints = ['authorization_endpoint', 'token_endpoint', 'end_session_endpoint', 'jwks_uri'];

    it.each(endpoints)('%s by plain http', async (endpoint) => {
      serve({ [endpoint]: `${HOST.replace('https:', 'http:')}/${TENANT_ID}/somewhere` });
      expect(await refusal(authority.metadata())).toMatchObject(invalidAnswer);
      expect(http.requested).toEqual([discoveryUrl(TENANT_ID)]);
    });

    it.each(endpoints)('%s by another scheme', async (endpoint) => {
      serve({ [endpoint]: 'javascript:alert(1)' });
      expect(await refusal(authority.metadata())).toBeInstanceOf(EntraOutageError);
    });

    it.each(endpoints)('%s on a host that is not the authority’s', async (endpoint) => {
      serve({ [endpoint]: `https://login.example.com/${TENANT_ID}/somewhere` });
      expect(await refusal(authority.metadata())).toMatchObject(invalidAnswer);
      expect(http.requested).toEqual([discoveryUrl(TENANT_ID)]);
    });

    it.each(endpoints)('but %s on an alias of its cloud is fine', async (endpoint) => {
      const alias = KEYS_URL.replace(HOST, 'https://login.windows.net');
      http.documents.set(alias, http.documents.get(KEYS_URL));
      serve({ [endpoint]: alias });
      expect((await authority.metadata()).keys).toHaveLength(2);
    });

    it('and lets an emulator on this machine be the authority', async () => {
      const local = (url: string) => url.replace(HOST, 'http://localhost:5001');
      authority = authorityFor({ CLOUD_INSTANCE: 'http://localhost:5001' });
      const document = Object.entries(DISCOVERY).map(([name, url]) => [name, local(url)] as const);
      http.documents.set(local(discoveryUrl(TENANT_ID)), Object.fromEntries(document));
      http.documents.set(local(KEYS_URL), http.documents.get(KEYS_URL));
      expect((await authority.metadata()).tokenEndpoint).toBe(local(DISCOVERY.token_endpoint));
    });

    it('but no plain http beside an authority on https, also on this machine', async () => {
      serve({ token_endpoint: 'http://localhost:5001/token' });
      expect(await refusal(authority.metadata())).toMatchObject(invalidAnswer);
    });
  });

  it('passes over keys that do not sign, whatever they are', async () => {
    const others = [{ kty: 'EC', kid: 'curve' }, { ...key('for encryption'), use: 'enc' }, null, 'key', {}];
    http.documents.set(KEYS_URL, { keys: [...others, key('key 1')] });
    expect(await kids()).toEqual(['key 1']);
  });

  describe('when the service starts', () => {
    beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] }));
    afterEach(() => {
      authority.onApplicationShutdown();
      jest.useRealTimers();
    });

    it('loads at once, without anybody asking', async () => {
      authority.onModuleInit();
      await turn();
      expect(authority.isLoaded).toBe(true);
    });

    it('tries again within five seconds until it works, so that a start in an outage recovers', async () => {
      http.down = true;
      authority.onModuleInit();
      await jest.advanceTimersByTimeAsync(3999);
      expect(http.fetches).toBe(1);
      await jest.advanceTimersByTimeAsync(1001);
      expect(http.fetches).toBe(2);
      http.down = false;
      await jest.advanceTimersByTimeAsync(5000);
      expect(authority.isLoaded).toBe(true);
      await jest.advanceTimersByTimeAsync(0.7 * HOUR_MS);
      expect(http.fetches).toBe(3);
    });

    it('learns within an hour of keys that were withdrawn, though nobody signs in', async () => {
      authority.onModuleInit();
      await jest.advanceTimersByTimeAsync(0);
      serve({}, ['key 2']);
      await jest.advanceTimersByTimeAsync(HOUR_MS);
      expect(await authority.signingKey('key 1')).toBeUndefined();
    });

    it('fetches at times that differ from instance to instance, never after more than an hour', async () => {
      const pauses = new Set<number>();
      const setTimer = jest.spyOn(globalThis, 'setTimeout');
      for (let instance = 0; instance < 20; instance += 1) {
        await authorityFor().metadata();
        pauses.add(setTimer.mock.lastCall?.[1] ?? 0);
      }
      setTimer.mockRestore();
      expect(pauses.size).toBeGreaterThan(15);
      for (const pause of pauses) {
        expect(pause).toBeGreaterThanOrEqual(0.8 * HOUR_MS);
        expect(pause).toBeLessThanOrEqual(HOUR_MS);
      }
    });

    it('tries every half minute in an outage that comes later, while the last known good documents serve', async () => {
      authority.onModuleInit();
      await jest.advanceTimersByTimeAsync(0);
      http.down = true;
      await jest.advanceTimersByTimeAsync(HOUR_MS);
      const tries = http.fetches;
      await jest.advanceTimersByTimeAsync(5 * 60_000);
      expect(http.fetches - tries).toBeGreaterThanOrEqual(9);
      expect(http.fetches - tries).toBeLessThanOrEqual(13);
      expect(await kids()).toEqual(['key 1', 'key 2']);
    });

    it('fetches nothing more when the service stopped while a fetch was under way', async () => {
      authority.onModuleInit();
      authority.onApplicationShutdown();
      await jest.advanceTimersByTimeAsync(2 * HOUR_MS);
      expect(http.fetches).toBe(1);
    });

    it('stops trying when the service stops', async () => {
      http.down = true;
      authority.onModuleInit();
      await turn();
      authority.onApplicationShutdown();
      await jest.advanceTimersByTimeAsync(60_000);
      expect(http.fetches).toBe(1);
    });
  });
});
