import { problemOf, STACK_TRACE } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';
import { type RawAnswer, type RawRequest, rawRequest } from '../support/raw-request.js';

describeService('a request that makes no sense', {}, ({ service }) => {
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

  describe('by its headers:', () => {
    it.each<[string, string]>([
      ['nothing', ''],
      ['no names', ';;;;=;= ;'],
      ['a name alone', 'session'],
      ['no value', 'session='],
      ['half an escape', 'session=%'],
      ['a broken escape', 'session=%E0%A4%A.%E0%A4%A'],
      ['an open quote', 'session="abc'],
      ['bytes that are no ASCII', 'session=\u00e9\u00ff.\u0080; \u00e9=\u00e9'],
      ['letters of two bytes in the length of ours', `session=${'\u00e9'.repeat(43)}.${'\u00e9'.repeat(43)}`],
      ['escapes in the length of ours', `session=${'%F0%9F%9A%80'.repeat(43)}.${'%C3%A9'.repeat(43)}`],
      ['names of prototypes', '__proto__=x; constructor=y; toString=z; session=__proto__'],
      ['one of eight kilobytes', `session=${'a'.repeat(8000)}`],
      ['a thousand cookies', Array.from({ length: 1000 }, (_, index) => `c${index}=1`).join('; ')],
      ['strange seeds', 'sign-in=1; sign-in-x; sign-in-1="; sign-in-2=%; sign-in-\u00e9=1; sign-in-3 b=2'],
      ['seven seeds that are none', [1, 2, 3, 4, 5, 6, 7].map((place) => `sign-in-${place}=x`).join('; ')],
      ['seven with names that no cookie has', [1, 2, 3, 4, 5, 6, 7].map((place) => `sign-in-${place} x=y`).join('; ')],
      ['seven with names beyond ASCII', [1, 2, 3, 4, 5, 6, 7].map((place) => `sign-in-${place}\u00e9=y`).join('; ')],
    ])('a Cookie header with %s is as none', async (_what, malformed) => {
      const cookie = malformed.replace(/(session|sign-in|sign-in-\d)(?=[=.])/g, service.cookieName('$1'));
      const headers = { accept: JSON_ONLY, cookie };
      const statuses = [];
      for (const path of ['/session', '/', '/login', '/logout', '/getAToken?code=a&state=b', '/profile', '/readyz']) {
        statuses.push((await send({ path, headers })).status);
      }
      expect(statuses).toEqual([200, 200, 302, 200, 400, 401, 200]);
      const signOut = await send({ method: 'POST', path: '/logout', headers });
      expect(signOut.status).toBe(200);
    });

    it.each(['\u00e9=1; ', '=; ', 'a b=c; ', 'session; ', '__proto__=1; '])(
      'rubbish before the session cookie (%j) does not hide it',
      async (rubbish) => {
        const { status } = await send({
          path: '/profile',
          headers: { accept: JSON_ONLY, cookie: rubbish + cookie },
        });
        expect(status).toBe(200);
      },
    );

    it.each([
      ['giant', 'text/plain;q=0.1,'.repeat(800)],
      ['giant without a comma', 'a '.repeat(7000)],
      ['malformed', ';;;,,,///*;q=x'],
      ['beyond ASCII', '\u00e9\u00ff'],
      ['empty', ''],
    ])('an Accept header that is %s gets JSON', async (_what, accept) => {
      const { status, headers } = await send({ path: '/profile', headers: { accept } });
      expect(status).toBe(401);
      expect(headers['content-type']).toMatch(/^application\/problem\+json\b/);
    });

    it('more headers than a server takes are a 4xx', async () => {
      const { status } = await send({ path: '/profile', headers: { accept: 'a'.repeat(20_000) } });
      expect(status).toBeGreaterThanOrEqual(400);
    });

    it.each(['Basic dTpw', 'Bearer', 'Negotiate', '\u00e9', 'Bearer a b c', ''])(
      'the header Authorization: %s opens nothing',
      async (authorization) => {
        const { status } = await send({ path: '/profile', headers: { accept: JSON_ONLY, authorization } });
        expect(status).toBe(401);
      },
    );

    it.each(['"', '*, *', 'W/', '\u00e9'])('If-None-Match: %s is no way to a 500', async (etag) => {
      await send({ path: '/profile', headers: { accept: JSON_ONLY, cookie, 'if-none-match': etag } });
    });

    it('a range of a static file that is none is a 4xx of ours', async () => {
      const headers = { accept: JSON_ONLY, range: 'bytes=999999-9999999' };
      const { status, text } = await send({ path: '/assets/style.css', headers });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(JSON.parse(text)).toMatchObject({ status });
    });
  });

  it.each([
    ['half a JSON', '{"half":'.repeat(100), 400, 'bad_request'],
    ['a large one', '{"half":'.repeat(50_000), 413, 'body_too_large'],
  ])('by its body: %s is refused, and nobody is signed out', async (_what, body, status, code) => {
    const other = await service.browser().signedIn();
    const response = await fetch(`${service.url}/logout`, {
      method: 'POST',
      headers: { accept: JSON_ONLY, cookie: await other.cookieHeader(), 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(status);
    expect(await problemOf(response)).toMatchObject({ code });
    expect(await other.isSignedIn()).toBe(true);
  });
});
