import { STACK_TRACE } from '../support/answers.js';
import { type Browser, HTML, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';
import { type RawAnswer, rawRequest } from '../support/raw-request.js';

const LONG = 'a'.repeat(7800);

const QUERIES = [
  '?p=a&p=b',
  '?p[]=a&p[0]=b&p[x][y]=c',
  '?returnTo=/a&returnTo=/b',
  '?returnTo[]=/profile',
  '?returnTo[a][b]=/profile',
  '?returnTo=%',
  '?returnTo=%E0%A4%A',
  '?returnTo=%00',
  '?returnTo=/%00',
  '?returnTo=/%25%30%30',
  '?returnTo=http://[',
  '?returnTo=//[',
  `?returnTo=/${LONG}`,
  '?prompt[]=login&prompt=none',
  '?prompt=constructor',
  '?login_hint[]=a&login_hint=b',
  '?login_hint=%0d%0aSet-Cookie:%20session=x',
  `?login_hint=${LONG}&domain_hint=${LONG}`,
  '?login_hint=%F0%9F%9A%80%ED%A0%80',
  '?state=a&state=b&code=c',
  '?state[x]=1&code=c',
  '?state=%00&code=%00',
  '?state=__proto__&code=x',
  `?state=${LONG}&code=x`,
  `?code=${LONG}&state=x`,
  '?code=a&code=b&state=x',
  '?code[]=a&state=x',
  '?error=a&error=b&state=x',
  '?error[x]=1&state=x',
  '?error=&state=x',
  '?error=x&error_description[]=y&state=z',
  `?error=x&error_description=${LONG}&state=z`,
  '?error=x&error_subcode[]=y&state=z',
  '?format=json&format=json',
  '?format[]=json',
  '?format=JSON',
  '?state=signed-out&state=signed-out',
  '?__proto__[admin]=1&__proto__=x&constructor[prototype][x]=1',
  '?toString=1&hasOwnProperty=2&valueOf=3&then=4&length=5',
  '?&&&===&=&?',
  '??',
  '?%',
  '?%E0%A4%A=%E0%A4%A',
  `?${'a=1&'.repeat(1800)}`,
  `?${'%00'.repeat(2000)}`,
];

const ROUTES = [
  '/',
  '/login',
  '/getAToken',
  '/session',
  '/logout',
  '/healthz',
  '/readyz',
  '/profile',
  '/profile/photo',
  '/assets/style.css',
  '/nowhere',
];

/** What a route answers, to somebody who is signed in and to somebody who is not. */
function expectedStatus(route: string, query: string, accept: string, isSignedIn: boolean): number {
  switch (route) {
    case '/login':
      return 302;
    case '/getAToken':
      // Somebody who is signed in is led on from an answer that is none of their sign-ins'.
      return isSignedIn && isAnswer(query) ? 302 : 400;
    case '/profile':
    case '/profile/photo':
      if (isSignedIn) return 200;
      return accept === HTML ? 302 : 401;
    case '/nowhere':
      return 404;
    default:
      return 200;
  }
}

/** Whether the callback takes it for an answer of Entra: nothing is said twice, and the state may be one of ours. */
function isAnswer(query: string): boolean {
  const parameters = new URLSearchParams(query);
  const all = (name: string) => parameters.getAll(name);
  if (['state', 'code', 'error'].some((name) => all(name).length > 1)) return false;
  return all('state')[0] !== LONG && (all('code').join() !== '' || all('error').join() !== '');
}

describeService('a query that makes no sense', {}, ({ service, emulator, browser }) => {
  let adele: Browser;

  beforeAll(async () => {
    adele = await service.browser().signedIn();
  });

  /** What is wrong with an answer, in words; empty when nothing is. */
  function faultsOf({ status, headers, text }: RawAnswer, expected: number, accept: string): string[] {
    const type = headers['content-type'] ?? '';
    const error = status >= 400;
    return [
      ...(status === expected ? [] : [`status ${status} instead of ${expected}`]),
      ...(STACK_TRACE.test(text) ? ['a stack trace'] : []),
      ...(error && accept === HTML && !type.startsWith('text/html') ? [`no page but ${type}`] : []),
      ...(error && accept === JSON_ONLY && !type.startsWith('application/problem+json')
        ? [`no problem but ${type}`]
        : []),
      ...(headers['set-cookie']?.some((cookie) => /^session(-\d+)?=/.test(cookie)) ? ['a session cookie'] : []),
    ];
  }

  describe.each(ROUTES)('at %s', (route) => {
    it.each([
      ['page', HTML],
      ['problem', JSON_ONLY],
    ])('does no harm, and errors are a clear %s', async (_form, accept) => {
      const faults: string[] = [];
      for (const cookie of [await adele.cookieHeader(), '']) {
        for (const query of QUERIES) {
          const answer = await rawRequest(service.url, { path: route + query, headers: { accept, cookie } });
          const found = faultsOf(answer, expectedStatus(route, query, accept, cookie !== ''), accept);
          faults.push(...found.map((fault) => `${query.slice(0, 60)}${cookie && ', signed in'}: ${fault}`));
        }
      }
      expect(faults).toEqual([]);
      expect(await adele.isSignedIn()).toBe(true);
    });
  });

  it('at /login leads to an address of Entra that is whole, without what it brought', async () => {
    for (const query of QUERIES) {
      const { headers } = await rawRequest(service.url, { path: `/login${query}` });
      const url = new URL(headers.location ?? '');
      expect(url.origin).toBe(emulator.origin);
      expect(url.searchParams.getAll('redirect_uri')).toEqual([`${service.url}/getAToken`]);
      expect(url.searchParams.getAll('state')).toHaveLength(1);
      expect(url.href.length).toBeLessThan(2000);
      expect(headers['set-cookie']).toHaveLength(1);
    }
  });

  it('at /getAToken costs no pending sign-in its life', async () => {
    const callback = await browser.walkToCallback();
    for (const query of QUERIES) await browser.get(`/getAToken${query}`);
    expect((await browser.get(callback)).headers.get('location')).toBe('/');
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('at /getAToken is refused even with the state of a pending sign-in', async () => {
    const state = (await browser.walkToCallback()).searchParams.get('state') ?? '';
    for (const rest of ['&code=a&code=b', '&code[]=a', `&code=${'a'.repeat(9000)}`, '&error[]=x', '&state=b&code=x']) {
      const response = await browser.get(`/getAToken?state=${state}${rest}`);
      expect(response.status).toBe(400);
      expect(await browser.isSignedIn()).toBe(false);
    }
  });
});
