import { pageOf, problemOf } from '../support/answers.js';
import { type Browser, HTML, JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { rawRequest } from '../support/raw-request.js';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('probes, unknown addresses and the headers of every answer', () => {
  const { service, emulator, store, browser, start } = useService();

  let adele: Browser;

  beforeAll(async () => {
    adele = await service.browser().signedIn();
  });

  describe('the probes', () => {
    it('say that the process is alive', async () => {
      const { status, body } = await browser.json('/healthz');
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'ok', info: {}, error: {}, details: {} });
    });

    it('say that the service is ready, and what was looked at', async () => {
      const { status, body } = await browser.json('/readyz');
      expect(status).toBe(200);
      const up = { status: 'up' };
      const checks = { store: up, signingKeys: up, clientCredential: up };
      expect(body).toEqual({ status: 'ok', info: checks, error: {}, details: checks });
    });

    it('are 503 while the store is unreachable; the process is alive all the same', async () => {
      store.fail();
      const { status, body } = await service.browser().json('/readyz');
      expect(status).toBe(503);
      expect(body).toMatchObject({ status: 'error', error: { store: { status: 'down' } } });
      expect(JSON.stringify(body)).not.toContain('redis.internal.example');
      expect((await service.browser().json('/healthz')).status).toBe(200);
    });

    it.each(['/healthz', '/readyz'])('GET %s answers browsers and a bearer header alike', async (path) => {
      const response = await browser.get(path, { headers: { authorization: 'Bearer abc' } });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
      expect(response.headers.get('cache-control')).toContain('no-store');
    });

    it.each(['/healthz', '/readyz'])('OPTIONS %s, as balancers ask by default, is 204', async (path) => {
      const response = await browser.request(path, { method: 'OPTIONS' });
      expect(response.status).toBe(204);
      expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
      expect(await response.text()).toBe('');
    });

    it('HEAD answers as GET, also when that is no', async () => {
      const head = async (path: string) => (await service.browser().request(path, { method: 'HEAD' })).status;
      expect([await head('/healthz'), await head('/readyz')]).toEqual([200, 200]);
      store.fail();
      expect([await head('/healthz'), await head('/readyz')]).toEqual([200, 503]);
    });

    it.each(['/healthz', '/readyz', '/assets/style.css', '/assets/icon.svg', '/assets/none.css'])(
      'GET %s sets no cookie and looks at no session',
      async (path) => {
        const { status } = await adele.get(path);
        store.fail(['get', 'extend']);
        const response = await adele.get(path);
        expect(response.status).toBe(status);
        expect(response.headers.getSetCookie()).toEqual([]);
      },
    );
  });

  describe('static files', () => {
    it.each([
      ['/assets/style.css', /^text\/css\b/],
      ['/assets/icon.svg', /^image\/svg\+xml\b/],
    ])('GET %s may be kept by browsers', async (path, type) => {
      const response = await browser.get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(type);
      expect(response.headers.get('cache-control')).toMatch(/\bmax-age=[1-9]/);
      expect(response.headers.get('cache-control')).not.toContain('no-store');
    });

    it.each(['/assets/', '/assets/../../../package.json', '/assets/..%2f..%2fpages.ts', '/assets/.env'])(
      'GET %s is no way out of the folder',
      async (path) => {
        const { status, text } = await rawRequest(service.url, { path, headers: { accept: JSON_ONLY } });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(JSON.parse(text)).toMatchObject({ status, code: expect.any(String) as unknown });
      },
    );
  });

  describe('an address that leads nowhere', () => {
    it.each(['/nowhere', '/profile/nowhere', '/assets/none.css', '/Profile/photo/x', '/favicon.ico'])(
      'GET %s is a 404 page, or a problem for JSON callers, signed in or not',
      async (path) => {
        for (const browser of [adele, service.browser()]) {
          const asBrowser = await browser.get(path);
          expect(asBrowser.status).toBe(404);
          expect(await pageOf(asBrowser)).toContain('href="/"');
          const asProgram = await browser.get(path, { accept: JSON_ONLY });
          expect(asProgram.status).toBe(404);
          expect(await problemOf(asProgram)).toMatchObject({ code: 'not_found' });
        }
      },
    );

    it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s of what is not there is a 404 problem', async (method) => {
      const response = await adele.request('/nowhere', { method, accept: JSON_ONLY });
      expect(response.status).toBe(404);
      expect(await problemOf(response)).toMatchObject({ code: 'not_found' });
    });
  });

  describe.each([
    '/',
    '/login',
    '/getAToken',
    '/getAToken?code=a&state=b',
    '/profile',
    '/profile/photo',
    '/session',
    '/logout',
    '/healthz',
    '/readyz',
    '/assets/style.css',
    '/assets/none.css',
    '/nowhere',
    '/%E0%A4%A',
  ])('GET %s', (path) => {
    it.each([HTML, JSON_ONLY])('has the security headers of every answer for %s', async (accept) => {
      for (const browser of [adele, service.browser()]) {
        const { headers } = await browser.get(path, { accept });
        const policy = new Map(
          (headers.get('content-security-policy') ?? '').split(';').map((directive) => {
            const [name = '', ...values] = directive.trim().split(/\s+/);
            return [name, values];
          }),
        );
        expect(policy.get('default-src')).toEqual(["'none'"]);
        expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
        expect(policy.get('base-uri')).toEqual(["'none'"]);
        expect(policy.get('form-action')).toEqual(["'self'", 'https:', emulator.origin]);
        expect(headers.get('content-security-policy')).not.toMatch(/unsafe-|\*/);
        expect(headers.get('referrer-policy')).toBe('same-origin');
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('x-frame-options')?.toLowerCase()).toBe('deny');
        expect(headers.get('x-request-id')).toMatch(GUID);
        expect(headers.get('cache-control')).not.toBeNull();
        expect(headers.get('x-powered-by')).toBeNull();
        expect(headers.get('server')).toBeNull();
        expect(headers.get('access-control-allow-origin')).toBeNull();
        // On plain http a browser would ignore it; it belongs to https.
        expect(headers.get('strict-transport-security')).toBeNull();
      }
    });
  });

  it('gives each request an id of its own, whatever the caller sends', async () => {
    const ids = await Promise.all(
      [1, 2, 3].map(async () => {
        const response = await service.browser().get('/', { headers: { 'x-request-id': 'mine' } });
        return response.headers.get('x-request-id');
      }),
    );
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain('mine');
  });

  it('needs neither script nor style inside its pages, which the policy would block', async () => {
    for (const path of ['/', '/profile', '/logout', '/nowhere', '/getAToken']) {
      const page = await pageOf(await adele.get(path));
      expect(page).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=|javascript:/i);
    }
  });

  it('allows only itself and https as the goal of forms when Entra is at https', async () => {
    const other = await start({
      env: { CLOUD_INSTANCE: 'https://login.example.test', BASE_URL: 'https://app.example.test' },
      deadlines: { discoveryMs: 300 },
    });
    const { headers } = await fetch(`${other.url}/`);
    expect(headers.get('content-security-policy')).toContain("form-action 'self' https:;");
    // Other names below this one may be somebody else's.
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  it.each(['https://localhost:8443', 'https://127.0.0.1', 'https://127.1.2.3', 'https://[::1]:8443'])(
    'binds nothing of this machine to https, which other services run on: %s',
    async (baseUrl) => {
      const other = await start({ env: { BASE_URL: baseUrl } });
      expect((await fetch(`${other.url}/`)).headers.get('strict-transport-security')).toBeNull();
    },
  );
});
