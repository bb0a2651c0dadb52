import { pageOf, problemOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { rawRequest } from '../support/raw-request.js';

const LIMIT = 6;

describe('the limit on sign-in requests', () => {
  const { service, emulator, browser, start } = useService({ starts: 'when asked' });
  const startLimited = (env: Record<string, string> = {}) =>
    start({ env: { SIGN_IN_RATE_LIMIT: String(LIMIT), ...env } });

  const statusFrom = async (forwardedFor: string, path = '/login') =>
    (await rawRequest(service.url, { path, headers: { 'X-Forwarded-For': forwardedFor } })).status;

  it('counts both routes of an address together, and answers 429 with Retry-After beyond', async () => {
    await startLimited();
    for (let request = 0; request < LIMIT; request += 2) {
      expect((await browser.get('/login')).status).toBe(302);
      expect((await browser.get('/getAToken?code=a&state=b')).status).toBe(400);
    }
    for (const path of ['/login', '/getAToken?code=a&state=b', '/getAToken', '/login?returnTo=/profile']) {
      const page = await browser.get(path);
      expect(page.status).toBe(429);
      expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(50);
      expect(Number(page.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect(page.headers.get('location')).toBeNull();
      expect(page.headers.getSetCookie()).toEqual([]);
      expect(await pageOf(page)).toContain('Too many sign-ins');
    }
    const problem = await browser.get('/login', { accept: JSON_ONLY });
    expect(problem.status).toBe(429);
    expect(await problemOf(problem)).toMatchObject({ code: 'too_many_sign_ins' });
  });

  it('asks nothing of Entra beyond it, so that nobody has us hammer Entra', async () => {
    await startLimited();
    const callbacks = [];
    for (let request = 0; request < LIMIT; request += 1) callbacks.push(await browser.walkToCallback());
    const asked = emulator.requests.length;
    for (const callback of callbacks) expect((await browser.get(callback)).status).toBe(429);
    expect(emulator.requests).toHaveLength(asked);
  });

  it('leaves pages, probes and signed-in people alone', async () => {
    await startLimited();
    const adele = await service.browser().signedIn();
    for (let request = 0; request < 2 * LIMIT; request += 1) await service.browser().get('/login');
    for (const path of ['/', '/healthz', '/readyz', '/session', '/profile', '/logout', '/assets/style.css']) {
      for (let request = 0; request < LIMIT; request += 1) expect((await adele.get(path)).status).toBe(200);
    }
    expect((await adele.post('/logout')).status).toBe(303);
  });

  it('is not fooled by a forwarded address when there is no proxy to believe', async () => {
    await startLimited();
    const statuses = [];
    for (let request = 0; request < 2 * LIMIT; request += 1) statuses.push(await statusFrom(`203.0.113.${request}`));
    expect(statuses.filter((status) => status === 429)).toHaveLength(LIMIT);
  });

  it('counts by the address that the trusted proxy saw, whatever the caller put before it', async () => {
    await startLimited({ TRUST_PROXY: '1' });
    for (let request = 0; request < LIMIT; request += 1) {
      expect(await statusFrom(`198.51.100.${request}, 203.0.113.7`)).toBe(302);
    }
    expect(await statusFrom('198.51.100.99, 203.0.113.7')).toBe(429);
    expect(await statusFrom('203.0.113.7')).toBe(429);
    expect(await statusFrom('203.0.113.8')).toBe(302);
  });

  it('counts addresses of IPv6 by their network, which one caller has whole', async () => {
    await startLimited({ TRUST_PROXY: '1' });
    for (let request = 0; request < LIMIT; request += 1) {
      expect(await statusFrom(`2001:db8:1:1::${request + 1}`)).toBe(302);
    }
    expect(await statusFrom('2001:db8:1:1:ffff::1')).toBe(429);
    expect(await statusFrom('2001:db8:1:2::1')).toBe(302);
  });

  describe('counts one caller once, however the gateway writes the address:', () => {
    it.each<[string, (request: number) => string]>([
      ['with a port', (request) => `203.0.113.7:${20001 + request}`],
      ['of IPv6 with a port', (request) => `[2001:db8::1]:${443 + request}`],
      [
        'in the forms of IPv4',
        (request) => ['203.0.113.7', '::ffff:203.0.113.7', '[::FFFF:cb00:7107]:9'][request % 3] ?? '',
      ],
      [
        'in the forms of IPv6',
        (request) => ['2001:db8::1', '2001:DB8:0:0::1', '[2001:db8::1%eth0]'][request % 3] ?? '',
      ],
      ['as no address', (request) => `unknown-${request}`],
    ])('%s', async (_form, written) => {
      await startLimited({ TRUST_PROXY: '1' });
      for (let request = 0; request < LIMIT; request += 1) expect(await statusFrom(written(request))).toBe(302);
      expect(await statusFrom(written(LIMIT))).toBe(429);
      expect(await statusFrom('198.51.100.1:20001')).toBe(302);
    });

    it('also behind several proxies that are known by their addresses', async () => {
      await startLimited({ TRUST_PROXY: 'loopback, 10.0.0.0/8' });
      const written = (request: number) => `203.0.113.7:${20001 + request}, 10.0.0.1:${30001 + request}`;
      for (let request = 0; request < LIMIT; request += 1) expect(await statusFrom(written(request))).toBe(302);
      expect(await statusFrom(written(LIMIT))).toBe(429);
      expect(await statusFrom('203.0.113.8:20001, 10.0.0.1:30001')).toBe(302);
    });

    it('no address at all as the address of the connection', async () => {
      await startLimited({ TRUST_PROXY: '1' });
      for (let request = 0; request < LIMIT; request += 1) await statusFrom(`nobody ${request}`);
      expect((await rawRequest(service.url, { path: '/login' })).status).toBe(429);
    });
  });

  describe('says in the log that a proxy is not believed', () => {
    const said = () => service.logLines.filter((line) => line.includes('TRUST_PROXY'));

    it.each<[string, Record<string, string>, Record<string, string>]>([
      ['when none is trusted', {}, { 'X-Forwarded-For': '203.0.113.7' }],
      ['when only Forwarded comes', {}, { Forwarded: 'for=203.0.113.7' }],
      ['when others are trusted', { TRUST_PROXY: '10.0.0.0/8' }, { 'X-Forwarded-For': '203.0.113.7' }],
    ])('%s, once', async (_when, env, headers) => {
      await startLimited(env);
      await rawRequest(service.url, { path: '/healthz' });
      expect(said()).toEqual([]);
      for (let request = 0; request < 3; request += 1) await rawRequest(service.url, { path: '/', headers });
      expect(said()).toHaveLength(1);
      expect(JSON.parse(said()[0] ?? '')).toMatchObject({ level: 'warn' });
      expect(service.logged()).not.toContain('203.0.113.7');
    });

    it.each<[string, Record<string, string>]>([
      ['when it is believed', { TRUST_PROXY: '1' }],
      ['when nobody is counted', { SIGN_IN_RATE_LIMIT: '0' }],
    ])('not %s', async (_when, env) => {
      await startLimited(env);
      await statusFrom('203.0.113.7:20001', '/');
      expect(said()).toEqual([]);
    });
  });

  it('is not used up by what pages of other sites have a browser load', async () => {
    await startLimited();
    const picture = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' };
    for (let request = 0; request < 2 * LIMIT; request += 1) {
      const response = await service.browser().get('/login', { accept: 'image/*', headers: picture });
      expect(response.status).toBe(403);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
    expect((await service.browser().get('/login', { headers: link })).status).toBe(302);
  });

  it('slides: a request is free again a minute after one was made, not a minute after the refusal', async () => {
    await startLimited();
    for (let request = 0; request < LIMIT; request += 1) await browser.get('/login');
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const refused = await browser.get('/login');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(58);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(48);
  });

  it('is switched off by 0', async () => {
    await startLimited({ SIGN_IN_RATE_LIMIT: '0' });
    for (let request = 0; request < 80; request += 1) {
      expect((await rawRequest(service.url, { path: '/login' })).status).toBe(302);
    }
  });

  it('is 60 when nothing else is said', async () => {
    await start({ env: { SIGN_IN_RATE_LIMIT: undefined } });
    const statuses = [];
    for (let request = 0; request < 61; request += 1) {
      statuses.push((await rawRequest(service.url, { path: '/login' })).status);
    }
    expect(statuses.indexOf(429)).toBe(60);
  });
});
