import { pageOf, problemOf } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';
import type { TestService } from '../support/service.js';
import { watchRequests } from '../support/watch-requests.js';

const SOON_MS = 2000;

describeService('when Graph', {}, ({ emulator, browser, start }) => {
  /** Has no time for a second try. */
  let hasty: TestService;

  beforeAll(async () => {
    hasty = await start({ at: emulator, deadlines: { graphTryMs: 500, graphMs: 900 } });
  });

  /** How the profile was answered, how long that took, and how often Graph was asked. */
  async function askProfile(browser: Browser) {
    const requests = watchRequests(emulator);
    const startedAt = performance.now();
    const { status, headers } = await browser.json('/profile');
    const milliseconds = performance.now() - startedAt;
    const calls = requests().filter(({ endpoint }) => endpoint === 'graph.me').length;
    return { status, headers, milliseconds, calls };
  }

  it('throttles, the call is made again after the Retry-After, and nobody notices', async () => {
    await browser.signedIn();
    emulator.faults.set('graph-429', true, 1);
    const { status, milliseconds, calls } = await askProfile(browser);
    expect(status).toBe(200);
    expect(milliseconds).toBeGreaterThanOrEqual(1000);
    expect(calls).toBe(2);
  });

  it('throttles for longer than a person would wait, it is a 503 at once that says how long', async () => {
    await browser.signedIn();
    emulator.faults.set('graph-429', true);
    emulator.faults.retryAfterSeconds = 60;
    const { status, headers, milliseconds, calls } = await askProfile(browser);
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('60');
    expect(milliseconds).toBeLessThan(1000);
    expect(calls).toBe(1);
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('is unavailable once, the call is made again', async () => {
    await browser.signedIn();
    emulator.faults.set('graph-503', true, 1);
    expect(await askProfile(browser)).toMatchObject({ status: 200, calls: 2 });
  });

  it('stays unavailable, there are three tries', async () => {
    await browser.signedIn();
    emulator.faults.set('graph-503', true);
    const { status, calls } = await askProfile(browser);
    expect(status).toBe(503);
    expect(calls).toBe(3);
  });

  it.each([
    ['graph-429', 503, 'graph_throttled'],
    ['graph-503', 503, 'graph_unavailable'],
    ['graph-hang', 504, 'graph_timeout'],
  ] as const)('fails for good (%s), it is a %i in time, and the session stays', async (fault, status, code) => {
    const browser = await hasty.browser().signedIn();
    emulator.faults.set(fault, true);
    for (const path of ['/profile', '/profile/photo']) {
      const startedAt = performance.now();
      const problem = await browser.get(path, { accept: JSON_ONLY });
      expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
      expect(problem.status).toBe(status);
      expect(await problemOf(problem)).toMatchObject({ code });
    }
    const page = await browser.get('/profile');
    expect(page.status).toBe(status);
    expect(await pageOf(page)).toMatch(/href="\/profile"[^>]*>Try again/);
    expect(await browser.isSignedIn()).toBe(true);

    emulator.faults.clear();
    expect((await browser.json('/profile')).status).toBe(200);
    expect((await browser.get('/profile/photo', { accept: 'image/*' })).status).toBe(200);
  });

  it('hangs for some, it holds up nobody else', async () => {
    const [waiting, other] = [await hasty.browser().signedIn(), await hasty.browser().signedIn()];
    emulator.faults.set('graph-hang', true, 1);
    const hanging = waiting.json('/profile');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await other.json('/profile')).status).toBe(200);
    expect((await hanging).status).toBe(504);
  });

  it('fails, signing in and out go on: neither asks Graph', async () => {
    emulator.faults.set('graph-503', true);
    await browser.signedIn();
    expect((await browser.get('/')).status).toBe(200);
    expect((await browser.post('/logout')).status).toBe(303);
  });
});
