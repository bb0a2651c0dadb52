import { people } from '../../tools/emulator/index.js';
import { locationOf, pageOf, problemOf, sessionCookiesOf } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

const IDS = {
  traceId: '11111111-aaaa-4bbb-8ccc-000000000001',
  correlationId: '22222222-aaaa-4bbb-8ccc-000000000002',
  timestamp: '2024-12-03 08:12:44Z',
};
const GUID = /^[0-9a-f-]{36}$/;

describeService('when Entra refuses', {}, ({ service, emulator, browser }) => {
  /** The callback of a real pending sign-in, with an answer that the test wrote. */
  async function callbackWith(browser: Browser, parameters: Record<string, string>, query = ''): Promise<URL> {
    const state = locationOf(await browser.get(`/login${query}`)).searchParams.get('state') ?? '';
    const url = new URL('/getAToken', service.url);
    url.search = new URLSearchParams({ ...parameters, state }).toString();
    return url;
  }

  /** The same refusal as a page and as a problem; neither leads anywhere by itself, and nobody is signed in. */
  async function refusalOf(walk: (browser: Browser) => Promise<URL>) {
    const [asBrowser, asProgram] = [service.browser(), service.browser()];
    const page = await asBrowser.get(await walk(asBrowser));
    const problem = await asProgram.get(await walk(asProgram), { accept: JSON_ONLY });
    for (const response of [page, problem]) {
      expect(response.headers.get('location')).toBeNull();
      expect(sessionCookiesOf(response)).toEqual([]);
    }
    expect(await asBrowser.isSignedIn()).toBe(false);
    expect(problem.status).toBe(page.status);
    return { status: page.status, text: await pageOf(page), problem: await problemOf(problem) };
  }

  it('because the person declined, it says so and how to go on', async () => {
    const { status, text, problem } = await refusalOf((browser) =>
      browser.walkToCallback(people.noPhoto, { consent: 'decline', query: '?returnTo=/profile' }),
    );
    expect(status).toBe(403);
    expect(text).toContain('You did not accept');
    expect(text).toContain('AADSTS65004');
    expect(text).toContain('href="/login?returnTo=/profile"');
    expect(text).toContain('Sign in again and accept them.');
    expect(problem).toMatchObject({
      code: 'sign_in_declined',
      mender: 'person',
      aadsts: 'AADSTS65004',
      correlationId: expect.stringMatching(GUID) as unknown,
      traceId: expect.stringMatching(GUID) as unknown,
      loginUrl: `${service.url}/login?returnTo=/profile`,
    });
  });

  it('because the person cancelled, it is no alarm and shows no codes', async () => {
    const { status, text, problem } = await refusalOf((browser) =>
      browser.walkToCallback(people.noPhoto, { consent: 'cancel' }),
    );
    expect(status).toBe(403);
    expect(text).toContain('You cancelled');
    expect(text).not.toContain('AADSTS');
    expect(problem).toMatchObject({ code: 'sign_in_cancelled', loginUrl: `${service.url}/login` });
    expect(problem).not.toHaveProperty('aadsts');
  });

  it('prompt=none without a session at Entra, it asks to sign in and does not loop', async () => {
    const { status, text, problem } = await refusalOf((browser) =>
      browser.walkToCallback(people.ordinary, { query: '?prompt=none' }),
    );
    expect(status).toBe(401);
    expect(text).toContain('href="/login"');
    expect(problem).toMatchObject({ code: 'sign_in_again', aadsts: 'AADSTS50058' });
  });

  it('prompt=none succeeds where Entra has a session', async () => {
    await browser.signedIn();
    await browser.post('/logout');
    expect((await browser.signIn(people.ordinary, { query: '?prompt=none' })).headers.get('location')).toBe('/');
  });

  it('at once, on the way to the sign-in page', async () => {
    emulator.faults.set('authorize-declined', true);
    const { problem } = await refusalOf((browser) => browser.walkToCallback());
    expect(problem).toMatchObject({ code: 'sign_in_declined', aadsts: 'AADSTS65004' });
  });

  it.each([['\r\n'], [' ']])('shows code, correlation id, trace id and time, divided by %j', async (divider) => {
    const error_description = [
      'AADSTS50000: There was an error issuing a token.',
      `Trace ID: ${IDS.traceId}`,
      `Correlation ID: ${IDS.correlationId}`,
      `Timestamp: ${IDS.timestamp}`,
    ].join(divider);
    const { status, text, problem } = await refusalOf((browser) =>
      callbackWith(browser, { error: 'invalid_request', error_description }),
    );
    expect(status).toBe(403);
    for (const shown of ['AADSTS50000', 'There was an error issuing a token.', ...Object.values(IDS)]) {
      expect(text).toContain(shown);
    }
    expect(problem).toMatchObject({ code: 'sign_in_refused', aadsts: 'AADSTS50000', ...IDS });
    // Nobody here knows the code: Microsoft may.
    const lookUpUrl = 'https://login.microsoftonline.com/error?code=50000';
    expect(text).toContain(`<a href="${lookUpUrl}" rel="noreferrer">`);
    expect(problem['detail']).toContain(lookUpUrl);
  });

  it('what an administrator has to mend is a page to send on, whatever the error is called', async () => {
    const error_description = `AADSTS50105: Not assigned. Trace ID: ${IDS.traceId} Correlation ID: ${IDS.correlationId} Timestamp: ${IDS.timestamp}`;
    for (const [error, expected] of [
      ['interaction_required', 401],
      ['invalid_request', 403],
    ] as const) {
      const { status, text, problem } = await refusalOf((browser) =>
        callbackWith(browser, { error, error_description }),
      );
      expect(status).toBe(expected);
      for (const shown of ['your administrator', 'Users and groups → Add user/group', 'Not assigned.']) {
        expect(text).toContain(shown);
      }
      expect(text).not.toContain('login.microsoftonline.com');
      expect(problem).toMatchObject({ aadsts: 'AADSTS50105', mender: 'administrator' });
      expect(problem['detail']).toContain('Users and groups → Add user/group');
    }
  });

  it.each([
    ['access_denied', 530003, 'sign_in_refused', 403, 'The organisation lets in only devices that it manages'],
    ['access_denied', 53004, 'sign_in_refused', 403, 'A second proof of who signs in has to be set up first'],
    ['access_denied', 53003, 'sign_in_refused', 403, 'A Conditional Access policy of the organisation'],
    ['access_denied', 50020, 'sign_in_refused', 403, 'The account belongs to another organisation'],
    ['access_denied', 90094, 'sign_in_declined', 403, 'Only an administrator may accept the permissions'],
    ['interaction_required', 50129, 'sign_in_again', 401, 'only devices that are registered with it'],
    ['interaction_required', 50177, 'sign_in_again', 401, 'The account belongs to another organisation'],
    ['interaction_required', 70044, 'sign_in_again', 401, 'asks for a new sign-in every so often'],
    ['invalid_client', 650051, 'sign_in_refused', 403, 'could not add the app to the organisation'],
    ['invalid_request', 9000411, 'sign_in_refused', 403, 'sent the same parameter twice'],
    ['invalid_resource', 500014, 'sign_in_refused', 403, 'is switched off in the organisation'],
    ['unsupported_response_type', 70005, 'sign_in_refused', 403, 'an answer of a kind that'],
  ] as const)('as %s with AADSTS%i, it is called %s and explained', async (error, number, code, expected, words) => {
    const error_description = `AADSTS${number}: A sentence. Trace ID: ${IDS.traceId} Correlation ID: ${IDS.correlationId} Timestamp: ${IDS.timestamp}`;
    const { status, text, problem } = await refusalOf((browser) => callbackWith(browser, { error, error_description }));
    expect(status).toBe(expected);
    expect(text).toContain(words);
    expect(text).not.toContain('You did not accept');
    expect(text).not.toContain('Look it up at Microsoft');
    expect(problem).toMatchObject({ code, aadsts: `AADSTS${number}`, correlationId: IDS.correlationId });
    expect(problem['detail']).toContain(words);
  });

  it.each([
    ['its number', 'AADSTS1"><script>: Text.'],
    ['a number too long to be one', `AADSTS${'9'.repeat(200)}: <script>`],
    ['its sentence', 'AADSTS50000: <script>alert(1)</script> "quoted" & <b>bold</b>'],
    ['an unknown form', '<img src=x onerror=alert(1)>'],
    ['its time', `AADSTS1: x Trace ID: ${IDS.traceId} Correlation ID: ${IDS.correlationId} Timestamp: <script>x`],
    ['a very long text', `AADSTS50000: ${'<script>'.repeat(900)}`],
    ['letters that turn the page around', 'AADSTS50000: \u202eevil\u0000\u0007'],
  ])('shows markup in %s as text', async (_where, error_description) => {
    const { status, text, problem } = await refusalOf((browser) =>
      callbackWith(browser, {
        error: '<script>alert(2)</script>',
        error_description,
        error_subcode: '"><script>',
      }),
    );
    expect(status).toBe(403);
    expect(text).not.toMatch(/<script|<img src=x|<b>|onerror=[^&]*>/);
    expect(text).not.toMatch(/error\?code=(?!\d{1,9}")/);
    expect(problem['aadsts'] ?? 'AADSTS1').toMatch(/^AADSTS\d{1,9}$/);
    expect(text.length).toBeLessThan(20_000);
  });

  it.each([
    ['server_error', 503],
    ['temporarily_unavailable', 503],
    ['login_required', 401],
    ['interaction_required', 401],
    ['consent_required', 403],
    ['invalid_request', 403],
    ['unauthorized_client', 403],
    ['nobody_knows_it', 403],
    ['__proto__', 403],
  ])('with the error %s, the page is a %i and no redirect', async (error, expected) => {
    const { status } = await refusalOf((browser) => callbackWith(browser, { error }));
    expect(status).toBe(expected);
  });

  it('the refusal counts, even when a code stands beside it', async () => {
    const callback = await browser.walkToCallback();
    callback.searchParams.set('error', 'access_denied');
    expect((await browser.get(callback)).status).toBe(403);
    expect(await browser.isSignedIn()).toBe(false);
  });

  describe('a code that was redeemed before', () => {
    /** As at another instance, which the same answer reached at the same time: these cookies know nothing of it. */
    async function redeemedElsewhere(browser: Browser): Promise<URL> {
      const callback = await browser.walkToCallback(people.ordinary, { query: '?returnTo=/profile' });
      const rounds = await browser.cookie('rounds');
      await browser.get(callback);
      await browser.setCookie('rounds', rounds);
      return callback;
    }

    it('the person goes on to where they wanted to, being signed in', async () => {
      const callback = await redeemedElsewhere(browser);
      expect((await browser.get(callback)).headers.get('location')).toBe('/profile');
      expect(await browser.isSignedIn()).toBe(true);
    });

    it('the person goes to sign in, where nobody is, and a third time within a minute is a loop', async () => {
      for (const _round of [1, 2, 3]) {
        const callback = await redeemedElsewhere(browser);
        await browser.setCookie('session', undefined);
        const answer = await browser.get(callback);
        expect(answer.headers.get('location')).toBe('/login?returnTo=/profile');
        expect(sessionCookiesOf(answer)).toEqual([]);
        // It was no failure of theirs: loaded again, it is an answer that was used.
        expect(await problemOf(await browser.get(callback, { accept: JSON_ONLY }))).toMatchObject({
          code: 'sign_in_finished',
        });
      }
      expect(await problemOf(await browser.get('/login', { accept: JSON_ONLY }))).toMatchObject({
        code: 'sign_in_loop',
      });
    });
  });

  it('a code that it never gave, likewise', async () => {
    const { status, problem } = await refusalOf((browser) => callbackWith(browser, { code: 'made-up' }));
    expect(status).toBe(400);
    expect(problem).toMatchObject({ code: 'code_refused', aadsts: 'AADSTS9002313' });
  });

  describe('our client secret', () => {
    async function clientCredential() {
      const { status, body } = await service.browser().json('/readyz');
      return { status, check: (body['details'] as Record<string, unknown>)['clientCredential'] };
    }

    it('because it expired: a page for the team, ready but degraded, and well again with a new one', async () => {
      const adele = await service.browser().signedIn();
      emulator.faults.set('token-expired-secret', true);
      const { status, text, problem } = await refusalOf((browser) => browser.walkToCallback());
      expect(status).toBe(503);
      expect(text).toContain('AADSTS7000222');
      expect(text).toContain('the team that runs this service');
      expect(text).toContain('Certificates &amp; secrets → New client secret');
      expect(problem).toMatchObject({
        code: 'client_credential_refused',
        aadsts: 'AADSTS7000222',
        mender: 'developer',
      });
      expect(await clientCredential()).toMatchObject({ status: 200, check: { state: 'degraded' } });
      // Whoever is signed in can still be served.
      expect((await adele.json('/profile')).status).toBe(200);

      emulator.faults.clear();
      expect((await service.browser().signIn()).headers.get('location')).toBe('/');
      expect(await clientCredential()).toEqual({ status: 200, check: { status: 'up' } });
    });

    it('because it is wrong: the same with its own code', async () => {
      const { app } = emulator;
      const honest = app.clientSecret;
      try {
        app.clientSecret = 'somebody-rotated-it-in-the-portal';
        const { status, text, problem } = await refusalOf((browser) => browser.walkToCallback());
        expect(status).toBe(503);
        expect(problem).toMatchObject({ aadsts: 'AADSTS7000215' });
        expect(text).not.toContain(honest);
      } finally {
        app.clientSecret = honest;
      }
      expect((await service.browser().signIn()).headers.get('location')).toBe('/');
    });
  });
});
