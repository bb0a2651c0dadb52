import type { ServerResponse } from 'node:http';
import { pageOf, problemOf } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { answer, HONEST_USER, json, refusal, type Script } from '../support/scripted-graph.js';
import type { ServiceOptions } from '../support/service.js';
import { watchRequests } from '../support/watch-requests.js';

const REQUEST_ID = '0f0f0f0f-1111-4222-8333-444444444444';
const SOON_MS = 2500;
const HTML_PAGE = '<!doctype html><title>Proxy</title><script>alert(1)</script>';
const CHALLENGE = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from('{"access_token":{}}').toString('base64')}"`;

const failures: [string, Script, number, string][] = [
  ['a page with 200', answer(200, 'text/html', HTML_PAGE), 502, 'graph_invalid_answer'],
  ['nothing with 200', answer(200, 'application/json', ''), 502, 'graph_invalid_answer'],
  ['half of the JSON', answer(200, 'application/json', '{"id":"x","disp'), 502, 'graph_invalid_answer'],
  ['null', json(200, null), 502, 'graph_invalid_answer'],
  ['an array', json(200, [HONEST_USER]), 502, 'graph_invalid_answer'],
  ['a text', json(200, 'text'), 502, 'graph_invalid_answer'],
  ['a user without id', json(200, { displayName: 'x' }), 502, 'graph_invalid_answer'],
  ['an id that is a number', json(200, { ...HONEST_USER, id: 7 }), 502, 'graph_invalid_answer'],
  ['a name that is an object', json(200, { ...HONEST_USER, displayName: {} }), 502, 'graph_invalid_answer'],
  ['phones that are a text', json(200, { ...HONEST_USER, businessPhones: '1' }), 502, 'graph_invalid_answer'],
  ['no content', (response) => response.writeHead(204).end(), 502, 'graph_invalid_answer'],
  ['a redirect elsewhere', answer(302, 'text/html', '', { Location: '/stolen' }), 502, 'graph_invalid_answer'],
  [
    'what is no gzip',
    answer(200, 'application/json', 'x', { 'Content-Encoding': 'gzip' }),
    502,
    'graph_invalid_answer',
  ],
  ['400', refusal(400, 'BadRequest'), 502, 'graph_invalid_answer'],
  ['403', refusal(403, 'Authorization_RequestDenied'), 403, 'graph_forbidden'],
  ['403 with a page', answer(403, 'text/html', HTML_PAGE), 403, 'graph_forbidden'],
  ['404', refusal(404, 'Request_ResourceNotFound'), 404, 'graph_not_found'],
  ['500', refusal(500, 'generalException'), 502, 'graph_invalid_answer'],
  ['501 that is JSON', json(501, HONEST_USER), 502, 'graph_invalid_answer'],
  ['509', refusal(509, 'bandwidthLimitExceeded'), 502, 'graph_invalid_answer'],
  ['503 with a page', answer(503, 'text/html', HTML_PAGE), 503, 'graph_unavailable'],
  ['502 with a page', answer(502, 'text/html', HTML_PAGE), 502, 'graph_invalid_answer'],
  ['504', refusal(504, 'gatewayTimeout'), 504, 'graph_timeout'],
  ['429 without Retry-After', refusal(429, 'TooManyRequests'), 503, 'graph_throttled'],
  ['429 with a strange Retry-After', refusal(429, 'x', { 'Retry-After': 'soon' }), 503, 'graph_throttled'],
  ['503 with a Retry-After long ago', refusal(503, 'x', { 'Retry-After': '-5' }), 503, 'graph_unavailable'],
  ['ten megabytes', json(200, { ...HONEST_USER, mail: 'x'.repeat(10_000_000) }), 502, 'graph_invalid_answer'],
  ['what is no HTTP', (response) => response.socket?.end('HTTP/1.1 2000 OK\r\n\r\n'), 502, 'graph_invalid_answer'],
  ['an id of a thousand letters', json(200, { id: 'x'.repeat(1000) }), 502, 'graph_invalid_answer'],
  ['a connection reset', (response) => response.socket?.resetAndDestroy(), 502, 'graph_unreachable'],
  ['a connection closed', (response) => response.socket?.end(), 502, 'graph_unreachable'],
  ['half an answer, then a reset', halfAnAnswer, 502, 'graph_unreachable'],
  ['an answer that never ends', drip, 504, 'graph_timeout'],
  ['401 without a challenge', refusal(401, 'InvalidAuthenticationToken'), 403, 'graph_forbidden'],
  ['401 with a challenge, always', refusal(401, 'x', { 'WWW-Authenticate': CHALLENGE }), 401, 'sign_in_again'],
  ['401 with rubbish', refusal(401, 'x', { 'WWW-Authenticate': 'Bearer claims="' }), 403, 'graph_forbidden'],
];

describe('when Graph answers', () => {
  const { service, emulator, clock, graph, start } = useService({ scriptedGraph: true });
  const startWith = (deadlines: NonNullable<ServiceOptions['deadlines']>) =>
    start({ at: emulator, env: { GRAPH_API_ENDPOINT: graph.endpoint }, deadlines });
  let adele: Browser;
  /** Her service has no time for a second try. */
  let ada: Browser;

  beforeAll(async () => {
    adele = await service.browser().signedIn();
    ada = await (await startWith({ graphTryMs: 500, graphMs: 900 })).browser().signedIn();
  });

  it.each(failures)('%s: a clear failure in time, and the session stays', async (_what, script, status, code) => {
    graph.script = script;
    const startedAt = performance.now();
    const problem = await ada.get('/profile', { accept: JSON_ONLY });
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
    expect(problem.status).toBe(status);
    expect((await problemOf(problem))['code']).toBe(code);
    const page = await ada.get('/profile');
    if (code === 'sign_in_again') {
      expect(page.headers.get('location')).toBe('/login?returnTo=/profile');
    } else {
      expect(page.status).toBe(status);
      expect(await pageOf(page)).not.toContain('alert(1)');
    }

    graph.script = undefined;
    expect(await ada.isSignedIn()).toBe(true);
    expect((await ada.json('/profile')).status).toBe(200);
  });

  it('a user with fields that are missing or new, they are null or left out', async () => {
    graph.script = json(200, { ...HONEST_USER, '@odata.context': 'x', department: 'Sales', mail: null });
    const { status, body } = await adele.json('/profile');
    expect(status).toBe(200);
    expect(body['profile']).toEqual({
      ...HONEST_USER,
      givenName: null,
      surname: null,
      userPrincipalName: null,
      mail: null,
      jobTitle: null,
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: null,
      businessPhones: [],
    });
  });

  it('with a name of thirty thousand letters, the profile is shown, with the name cut', async () => {
    graph.script = json(200, { ...HONEST_USER, displayName: 'n'.repeat(30_000) });
    const { status, body } = await adele.json('/profile');
    expect(status).toBe(200);
    expect(body['profile']).toMatchObject({ id: HONEST_USER.id, displayName: 'n'.repeat(1024) });
    expect((await adele.get('/profile')).status).toBe(200);
  });

  it('an error with its code and its request id, both are passed on, as text, and its message is not', async () => {
    const message = 'Ada may not see Grace.';
    graph.script = json(403, { error: { code: 'Some_Reason', message } }, { 'request-id': REQUEST_ID });
    const problem = await problemOf(await adele.get('/profile', { accept: JSON_ONLY }));
    expect(problem['detail']).toContain(`Some_Reason, request id: ${REQUEST_ID}`);
    expect(JSON.stringify(problem)).not.toContain(message);
    expect(service.logged()).not.toContain(message);
    graph.script = refusal(403, 'Authorization_RequestDenied', { 'request-id': '<script>alert(1)</script>' });
    expect(await pageOf(await adele.get('/profile'))).not.toContain('<script>');
  });

  it.each<[string, Script]>([
    ['before', (response) => response.socket?.resetAndDestroy()],
    ['in the middle of', halfAnAnswer],
  ])('a reset of the connection %s an answer, the call is made again', async (_when, reset) => {
    graph.script = (response, call) => {
      graph.script = undefined;
      reset(response, call);
    };
    expect((await adele.json('/profile')).status).toBe(200);
    expect(graph.calls).toHaveLength(2);
  });

  it('a 401, there is one refresh and one more try, and no more', async () => {
    graph.script = refusal(401, 'InvalidAuthenticationToken');
    const requests = watchRequests(emulator);
    await adele.get('/profile', { accept: JSON_ONLY });
    expect(graph.calls).toHaveLength(2);
    expect(requests().filter(({ grantType }) => grantType === 'refresh_token')).toHaveLength(1);
    expect(new Set(graph.calls.map(({ headers }) => headers.authorization)).size).toBe(2);
  });

  // Twenty requests were twenty refreshes, which Entra takes for a loop.
  it.each([
    ['/profile', 403, 'graph_forbidden'],
    ['/profile/photo', 404, 'photo_not_found'],
  ])('401 for good, what is forbidden is not refreshed for again and again: %s is a %i', async (path, status, code) => {
    const guest = await service.browser().signedIn();
    graph.script = refusal(401, 'InvalidAuthenticationToken');
    const requests = watchRequests(emulator);
    const refreshes = () => requests().filter(({ grantType }) => grantType === 'refresh_token').length;
    for (let time = 0; time < 20; time += 1) {
      const problem = await guest.get(path, { accept: JSON_ONLY });
      expect(problem.status).toBe(status);
      expect(await problemOf(problem)).toMatchObject({ code });
    }
    expect(refreshes()).toBe(1);
    clock.advance(5 * 60_000);
    await guest.get(path, { accept: JSON_ONLY });
    expect(refreshes()).toBe(2);
    expect(await guest.isSignedIn()).toBe(true);
  });

  it('503 for good, there are three tries', async () => {
    graph.script = refusal(503, 'ServiceUnavailable');
    expect((await adele.json('/profile')).status).toBe(503);
    expect(graph.calls).toHaveLength(3);
  });

  it('slowly and wrongly at first, the next try has a time of its own', async () => {
    const browser = await (await startWith({ graphTryMs: 600, graphMs: 4000 })).browser().signedIn();
    const slowly =
      (script: Script): Script =>
      (response, call) =>
        void setTimeout(() => script(response, call), 400);
    graph.script = (response, call) => {
      graph.script = slowly(json(200, HONEST_USER));
      slowly(refusal(503, 'ServiceUnavailable'))(response, call);
    };
    expect((await browser.json('/profile')).status).toBe(200);
    expect(graph.calls).toHaveLength(2);
  });

  it.each(['text/html', 'image/svg+xml', 'application/javascript', 'image/png, text/html', ''])(
    'a photo of the type "%s", it is not passed on',
    async (type) => {
      graph.script = answer(200, type, HTML_PAGE);
      const response = await adele.get('/profile/photo', { accept: 'image/*' });
      expect(response.status).toBe(502);
      expect(await problemOf(response)).toMatchObject({ code: 'graph_invalid_answer' });
    },
  );

  it.each(['image/jpeg', 'image/Jpeg', 'IMAGE/JPEG; q=1', 'image/jpeg;charset=binary'])(
    'a photo of the type "%s", it is passed on as what it is',
    async (type) => {
      graph.script = answer(200, type, 'JPEG');
      const response = await adele.get('/profile/photo', { accept: 'image/*' });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('image/jpeg');
      expect(await response.text()).toBe('JPEG');
    },
  );

  it.each([
    ['has no photo', 404, 'ImageNotFound', 404, 'photo_not_found'],
    ['has no mailbox', 400, 'BadRequest', 404, 'photo_not_found'],
    ['lacks the permission', 403, 'Authorization_RequestDenied', 403, 'graph_forbidden'],
  ])('for the photo that the person %s (%i %s), it is a %i', async (_why, given, word, status, code) => {
    graph.script = refusal(given, word);
    const response = await adele.get('/profile/photo', { accept: 'image/*' });
    expect(response.status).toBe(status);
    expect(await problemOf(response)).toMatchObject({ code });
  });

  it('with a type, an id and fields without end, no line of the log is long', async () => {
    graph.script = answer(200, `image/${'x'.repeat(10_000)}`, '', { 'request-id': 'y'.repeat(5000) });
    expect((await adele.get('/profile/photo', { accept: 'image/*' })).status).toBe(502);
    graph.script = json(200, { id: 'x', businessPhones: Array(100_000).fill(1) });
    expect((await adele.json('/profile')).status).toBe(502);
    expect(Math.max(...service.logLines.map(({ length }) => length))).toBeLessThan(2000);
  });

  it('it was asked with the token and a call id of its own, and with nothing of the browser', async () => {
    await adele.get('/profile', { headers: { 'x-custom': 'mine', 'user-agent': 'Browser/1.0' } });
    await adele.get('/profile/photo', { accept: 'image/*' });
    expect(graph.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1.0/me',
      'GET /v1.0/me/photo/$value',
    ]);
    for (const { headers } of graph.calls) {
      expect(headers.authorization).toMatch(/^Bearer \S{100,}$/);
      expect(headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.cookie).toBeUndefined();
      expect(headers['x-custom']).toBeUndefined();
      expect(headers['user-agent']).not.toBe('Browser/1.0');
    }
    expect(new Set(graph.calls.map(({ headers }) => headers['client-request-id'])).size).toBe(2);
  });
});

/** Promises more than it sends, then goes away. */
function halfAnAnswer(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 1000 });
  response.write('{"id":');
  setTimeout(() => response.destroy(), 20);
}

/** A byte now and then, for ever. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}
