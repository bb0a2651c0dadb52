import { REFUSALS } from '../../tools/emulator/index.js';
import { locationOf, pageOf, problemOf, sessionCookiesOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { watchRequests } from '../support/watch-requests.js';

const SHORT = { tokenMs: 400 };
const SOON_MS = 2500;

/** What an OAuth error and suberror of the token endpoint become; the number decides nothing. */
const ANSWERS: Record<string, [number, string]> = {
  invalid_client: [503, 'client_credential_refused'],
  invalid_grant: [400, 'code_refused'],
  'invalid_grant bad_token': [400, 'code_refused'],
  'invalid_grant basic_action': [401, 'sign_in_again'],
  'invalid_grant consent_required': [401, 'sign_in_again'],
  'invalid_grant message_only': [403, 'sign_in_refused'],
  'invalid_grant token_expired': [400, 'code_refused'],
  interaction_required: [401, 'sign_in_again'],
  'interaction_required token_expired': [401, 'sign_in_again'],
};
const OTHERWISE = [502, 'request_refused'] as const;

describe('when the token endpoint fails at a sign-in', () => {
  const { service, emulator } = useService({ deadlines: SHORT });

  /**
   * The callback's answer to a browser and to a program: both of one kind, no redirect, no session, one request each.
   * @param resends how many more there are: where a connection that was kept is reset (kept-connections.spec.ts)
   */
  async function failedSignIn(resends = 0) {
    const requests = watchRequests(emulator);
    const [asBrowser, asProgram] = [service.browser(), service.browser()];
    const callback = await asBrowser.walkToCallback(undefined, { query: '?returnTo=/profile' });
    const startedAt = performance.now();
    const page = await asBrowser.get(callback);
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
    const problem = await asProgram.get(await asProgram.walkToCallback(), { accept: JSON_ONLY });
    for (const response of [page, problem]) {
      expect(response.headers.get('location')).toBeNull();
      expect(sessionCookiesOf(response)).toEqual([]);
    }
    expect(await asBrowser.isSignedIn()).toBe(false);
    expect(problem.status).toBe(page.status);
    expect(requests().filter(({ endpoint }) => endpoint === 'token')).toHaveLength(2 + resends);
    const text = await pageOf(page);
    return { status: page.status, text, problem: await problemOf(problem), browser: asBrowser };
  }

  it.each([
    ['token-503', 503, 'entra_unavailable'],
    ['token-hang', 504, 'entra_timeout'],
    ['token-reset', 502, 'entra_unreachable'],
    ['token-html', 502, 'entra_invalid_answer'],
    ['token-invalid-json', 502, 'entra_invalid_answer'],
    ['token-no-id-token', 502, 'entra_invalid_answer'],
    ['token-wrong-type', 502, 'entra_invalid_answer'],
  ] as const)('%s is an outage: a %i page that offers to try again', async (fault, expected, code) => {
    // Leaves one connection, which the first request takes.
    await service.browser().signIn();
    emulator.faults.set(fault, true);
    const { status, text, problem, browser } = await failedSignIn(fault === 'token-reset' ? 1 : 0);
    expect(status).toBe(expected);
    expect(problem).toMatchObject({ code, mender: 'nobody' });
    expect(text).toMatch(/href="\/login\?returnTo=\/profile"[^>]*>Try again/);
    emulator.faults.clear();
    expect((await browser.signIn()).headers.get('location')).toBe('/');
  });

  it.each(
    // A code that was redeemed before leads on: entra-refusals.spec.ts has it.
    REFUSALS.filter(({ code }) => code !== 54005).map(
      (refusal) => [refusal.code, [refusal.error, refusal.suberror].filter(Boolean).join(' ')] as const,
    ),
  )('AADSTS%i (%s) is explained', async (number, kind) => {
    emulator.faults.refusal = number;
    emulator.faults.set('token-refused', true);
    const { status, text, problem } = await failedSignIn();
    const [expected, code] = ANSWERS[kind] ?? OTHERWISE;
    expect(status).toBe(expected);
    expect(problem).toMatchObject({
      code,
      aadsts: `AADSTS${number}`,
      correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      traceId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/) as unknown,
    });
    for (const shown of [`AADSTS${number}`, 'Microsoft says', 'Correlation ID', 'Trace ID']) {
      expect(text).toContain(shown);
    }
    // Whoever is sent to look it up was told nothing.
    expect(text).not.toContain('Look it up at Microsoft');
  });

  it('claims that Entra asks for go with the next sign-in of that browser', async () => {
    const asking = REFUSALS.filter(({ claims }) => claims !== undefined);
    expect(asking.length).toBeGreaterThan(0);
    for (const { code, claims } of asking) {
      emulator.faults.refusal = code;
      emulator.faults.set('token-refused', true);
      const { browser } = await failedSignIn();
      const authorize = locationOf(await browser.get('/login')).searchParams.get('claims') ?? '';
      const asked = JSON.parse(claims ?? '') as { access_token: object };
      expect(JSON.parse(authorize)).toEqual({
        access_token: { ...asked.access_token, xms_cc: { values: ['cp1'] } },
      });
    }
  });
});
