import { STACK_TRACE } from '../support/answers.js';
import { type Browser, HTML, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';
import { type RawAnswer, type RawRequest, rawRequest } from '../support/raw-request.js';

const ROUTES = [
  '/',
  '/login',
  '/getAToken',
  '/session',
  '/logout',
  '/profile',
  '/profile/photo',
  '/healthz',
  '/readyz',
];

/** Where there are more than the usual ones. */
const METHODS: Record<string, string> = {
  '/logout': 'GET, HEAD, POST',
  '/healthz': 'GET, HEAD, OPTIONS',
  '/readyz': 'GET, HEAD, OPTIONS',
};

describeService('a request that makes no sense', {}, ({ service, emulator, browser }) => {
  let adele: Browser;
  let cookie: string;

  beforeAll(async () => {
    adele = await service.browser().signedIn();
    cookie = await adele.cookieHeader();
  });
  afterEach(async () => {
    expect(await adele.isSignedIn()).toBe(true);
  });

  async function send(request: RawRequest): Promise<RawAnswer> {
    const answer = await rawRequest(service.url, request);
    expect(answer.text).not.toMatch(STACK_TRACE);
    expect(answer.status).toBeLessThan(500);
    return answer;
  }

  describe('by its method:', () => {
    it.each(ROUTES.filter((route) => route !== '/login'))(
      'HEAD %s is answered as GET, without a body',
      async (path) => {
        for (const accept of [HTML, JSON_ONLY]) {
          for (const headers of [{ accept, cookie }, { accept }]) {
            const get = await send({ path, headers });
            const head = await send({ method: 'HEAD', path, headers });
            expect(head.text).toBe('');
            expect(head.status).toBe(get.status);
            expect(head.headers['content-type']).toBe(get.headers['content-type']);
          }
        }
      },
    );

    it.each(ROUTES)('OPTIONS %s opens nothing to other sites', async (path) => {
      const { headers } = await send({
        method: 'OPTIONS',
        path,
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST', cookie },
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(headers['set-cookie']).toBeUndefined();
    });

    /** The answer says that the address is known, and for what. */
    function expectNotAllowed({ status, headers, text }: RawAnswer, path: string): void {
      expect(status).toBe(405);
      expect(headers.allow).toBe(METHODS[path] ?? 'GET, HEAD');
      expect(headers['content-type']).toMatch(/^application\/problem\+json\b/);
      expect(JSON.parse(text)).toMatchObject({
        code: 'method_not_allowed',
        status: 405,
        mender: 'developer',
      });
      expect(headers['set-cookie']).toBeUndefined();
      expect(text).not.toContain(cookie);
    }

    it.each(['PUT', 'DELETE', 'PATCH', 'PROPFIND', 'PURGE', 'LOCK', 'TRACE'])(
      '%s is a 405 problem that names the methods of the address',
      async (method) => {
        for (const path of ROUTES) {
          expectNotAllowed(await send({ method, path, headers: { accept: JSON_ONLY, cookie } }), path);
        }
      },
    );

    it.each(ROUTES.filter((route) => route !== '/logout'))('POST %s is a 405 problem', async (path) => {
      expectNotAllowed(await send({ method: 'POST', path, headers: { accept: JSON_ONLY, cookie } }), path);
    });

    it.each(['/logout/frontchannel', '/PROFILE', '/profile/', '/profile?format=json'])(
      'POST %s as well: it is known by its path',
      async (path) => {
        expectNotAllowed(await send({ method: 'POST', path, headers: { accept: JSON_ONLY, cookie } }), path);
      },
    );

    it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s to an unknown address stays a 404', async (method) => {
      for (const path of ['/nowhere', '/profile/nowhere', '/getAToken/x', '/assets/style.css']) {
        const { status, headers, text } = await send({
          method,
          path,
          headers: { accept: JSON_ONLY, cookie },
        });
        expect(status).toBe(404);
        expect(headers.allow).toBeUndefined();
        expect(JSON.parse(text)).toMatchObject({ code: 'not_found' });
      }
    });

    it('is a page for a browser', async () => {
      const { status, headers, text } = await send({
        method: 'DELETE',
        path: '/profile',
        headers: { accept: HTML, cookie },
      });
      expect(status).toBe(405);
      expect(headers.allow).toBe('GET, HEAD');
      expect(headers['content-type']).toMatch(/^text\/html\b/);
      expect(text).toContain('This address is not used in this way');
      expect(text).not.toContain('response_mode');
    });

    describe('Microsoft’s answer as a form (response_mode=form_post)', () => {
      const form: RawRequest = {
        method: 'POST',
        path: '/getAToken',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: 'https://login.microsoftonline.com',
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'document',
        },
      };

      it('is a 405 page that names the setting, not a request from another site', async () => {
        const { status, headers, text } = await send({ ...form, headers: { ...form.headers, accept: HTML } });
        expect(status).toBe(405);
        expect(headers.allow).toBe('GET, HEAD');
        expect(headers['set-cookie']).toBeUndefined();
        for (const shown of ['response_mode', 'query', 'form_post']) expect(text).toContain(shown);
        expect(text).not.toContain('Check the address');
      });

      it('is a 405 problem that names the setting', async () => {
        const { status, headers, text } = await send({
          ...form,
          headers: { ...form.headers, accept: JSON_ONLY },
        });
        expect(status).toBe(405);
        expect(headers.allow).toBe('GET, HEAD');
        expect(JSON.parse(text)).toMatchObject({
          code: 'method_not_allowed',
          detail: expect.stringContaining('response_mode must be query') as unknown,
        });
      });

      it('consumes no pending sign-in', async () => {
        const callback = await browser.walkToCallback();
        const headers = { ...form.headers, accept: HTML, cookie: await browser.cookieHeader() };
        expect((await send({ ...form, path: callback.pathname + callback.search, headers })).status).toBe(405);
        expect((await browser.get(callback)).headers.get('location')).toBe('/');
      });
    });

    it('a request of another site to sign out stays a 403', async () => {
      const { status, text } = await send({
        method: 'POST',
        path: '/logout',
        headers: {
          accept: JSON_ONLY,
          cookie,
          origin: 'https://evil.example',
          'sec-fetch-site': 'cross-site',
        },
      });
      expect(status).toBe(403);
      expect(JSON.parse(text)).toMatchObject({ code: 'cross_site_request' });
    });

    it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])(
      'GET /logout with %s signs nobody out',
      async (name) => {
        const headers = { accept: HTML, cookie, [name]: 'POST' };
        expect((await send({ path: '/logout?_method=POST', headers })).status).toBe(200);
      },
    );
  });

  describe('by its path:', () => {
    const paths = [
      '/%',
      '/%E0%A4%A',
      '/assets/%E0%A4%A',
      '/assets/%',
      '/profile/%E0%A4%A',
      '/%c0%ae%c0%ae/',
      '/login/%zz',
    ];
    it.each([...paths, '/%00', '/assets/%00', '/assets/style.css%00', '/profile%00', '/profile%2fphoto'])(
      '%s is a 4xx page, or a problem for JSON callers',
      async (path) => {
        const page = await send({ path, headers: { accept: HTML, cookie } });
        expect(page.status).toBeGreaterThanOrEqual(400);
        expect(page.headers['content-type']).toMatch(/^text\/html\b/);
        expect(page.text).toContain('Team service');
        const problem = await send({ path, headers: { accept: JSON_ONLY, cookie } });
        expect(problem.status).toBe(page.status);
        expect(problem.headers['content-type']).toMatch(/^application\/problem\+json\b/);
        expect(JSON.parse(problem.text)).toMatchObject({ status: page.status });
        for (const { headers } of [page, problem]) {
          expect(headers['content-security-policy']).toContain("default-src 'none'");
          expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
        }
      },
    );

    it.each([
      '//',
      '//evil.example',
      '//evil.example/profile',
      '/\\evil.example',
      '/profile/..;/session',
      '/.',
      '/;/profile',
    ])('%s redirects nowhere else', async (path) => {
      for (const headers of [{ accept: HTML }, { accept: HTML, cookie }]) {
        const { headers: answered } = await send({ path, headers });
        const location = new URL(answered.location ?? '/', service.url);
        expect(location.origin).toBe(service.url);
        expect(answered.location ?? '').not.toMatch(/^(\/\/|\/\\|\\)/);
      }
    });

    it.each([
      'http://evil.example/profile',
      'http://evil.example/login',
      'http://user:pass@evil.example/nowhere',
      'http://evil.example/assets',
      'http://evil.example//assets',
      'http:///assets/?a=b',
    ])('the whole address %s gives no link elsewhere', async (path) => {
      const { headers, text } = await send({ path, headers: { accept: JSON_ONLY, host: 'evil.example' } });
      const { loginUrl } = (text.startsWith('{') ? JSON.parse(text) : {}) as { loginUrl?: string };
      for (const url of [headers.location, loginUrl].filter((link) => link !== undefined)) {
        const wanted = path.endsWith('/login') ? emulator.origin : new URL(service.url).origin;
        expect(new URL(url, service.url).origin).toBe(wanted);
      }
    });

    it('of fourteen thousand letters is answered', async () => {
      expect((await send({ path: `/${'a'.repeat(14_000)}` })).status).toBe(404);
      const { status } = await send({
        path: `/profile?x=${'a'.repeat(14_000)}`,
        headers: { accept: JSON_ONLY },
      });
      expect(status).toBe(401);
    });
  });
});
