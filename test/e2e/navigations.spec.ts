import { people } from '../../tools/emulator/index.js';
import { locationOf, pageOf, problemOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

const CLICK = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'same-origin' };
const LOOKED_AT = ['Sec-Fetch-Mode', 'Sec-Fetch-Dest', 'Sec-Purpose'];

/** What Turbo, htmx, speculation rules, frames and pictures send. */
const NOT_A_PERSON: [string, Record<string, string>][] = [
  ['fetch()', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'same-origin' }],
  ['a prefetch', { ...CLICK, 'sec-purpose': 'prefetch' }],
  ['a prerender', { ...CLICK, 'sec-purpose': 'prefetch;prerender' }],
  ['a frame of our own', { ...CLICK, 'sec-fetch-dest': 'iframe' }],
];

describeService('a sign-in begins where a person goes to a page', {}, ({ emulator, browser, start }) => {
  const varies = (response: Response) => response.headers.get('vary')?.split(/, */) ?? [];

  it.each([
    ['a click', CLICK],
    ['a link on another site', { ...CLICK, 'sec-fetch-site': 'cross-site' }],
    ['a browser that says nothing', {}],
  ])('with %s', async (_what, headers) => {
    const asked = await browser.get('/profile', { headers });
    expect(asked.status).toBe(302);
    expect(asked.headers.get('location')).toBe('/login?returnTo=/profile');
    expect(varies(asked)).toEqual(expect.arrayContaining(['Accept', ...LOOKED_AT]));
    const login = await browser.get(locationOf(asked), { headers });
    expect(login.status).toBe(302);
    expect(varies(login)).toEqual(expect.arrayContaining([...LOOKED_AT, 'Sec-Fetch-Site']));
    const callback = await browser.follow(login, people.ordinary);
    expect((await browser.get(callback)).headers.get('location')).toBe('/profile');
  });

  describe.each(NOT_A_PERSON)('and not with %s:', (_what, headers) => {
    it('a page that needs a session is a 401, as a page where pages are read, and sets no cookie', async () => {
      const page = await browser.get('/profile', { headers });
      expect(page.status).toBe(401);
      expect(await pageOf(page)).toContain('href="/login?returnTo=/profile"');
      expect(varies(page)).toEqual(expect.arrayContaining(['Accept', ...LOOKED_AT]));
      const problem = await browser.get('/profile', { headers, accept: JSON_ONLY });
      expect(problem.status).toBe(401);
      expect(await problemOf(problem)).toMatchObject({ code: 'not_signed_in' });
      expect(await browser.cookieNames()).toEqual([]);
    });

    it('/login is a 403 without a cookie, however it is written', async () => {
      for (const path of ['/login', '/login/', '/Login?returnTo=/profile']) {
        const response = await browser.get(path, { headers });
        expect(response.status).toBe(403);
        expect(response.headers.getSetCookie()).toEqual([]);
        expect(response.headers.get('location')).toBeNull();
        expect(await pageOf(response)).toContain('sign_in_not_a_navigation');
      }
    });

    it('whoever is signed in is served what they ask for', async () => {
      await browser.signedIn();
      expect((await browser.get('/profile', { headers })).status).toBe(200);
    });
  });

  it('however many of them come, they push nothing out and use up nobody’s limit', async () => {
    const limited = await start({ env: { SIGN_IN_RATE_LIMIT: '5' }, at: emulator });
    const person = limited.browser();
    const callback = await person.walkToCallback(people.ordinary, { query: '?returnTo=/profile' });
    for (const [, headers] of [...NOT_A_PERSON, ...NOT_A_PERSON, ...NOT_A_PERSON]) {
      expect((await person.get('/login', { headers })).status).toBe(403);
    }
    expect((await person.get(callback)).headers.get('location')).toBe('/profile');
  });
});
