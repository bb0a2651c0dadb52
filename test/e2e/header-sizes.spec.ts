import type { EntraRefusal } from '../../src/entra/entra-refusal.js';
import { TokenClient } from '../../src/entra/token-client.js';
import { TokenRefusedError } from '../../src/entra/entra.errors.js';
import { people } from '../../tools/emulator/index.js';
import { locationOf } from '../support/answers.js';
import { HTML } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { refusal } from '../support/scripted-graph.js';

/** What nginx takes of an answer's headers, and of a request's, by default: 4 kB and 8 kB. */
const MOST_OF_AN_ANSWER = 4000;
const MOST_COOKIES = 6000;
const BASE_URL = 'https://service.example:65535';
/** As long as `returnTo`, the hints and a challenge may be. */
const RETURN_TO = `/${'a'.repeat(511)}`;
const LETTERS = `/${'漢'.repeat(56)}`;
const HINTS = `login_hint=${'h'.repeat(160)}&domain_hint=${'d'.repeat(138)}`;
const CLAIMS = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c'.repeat(880) } } });

const ID = '00000000-0000-4000-8000-000000000000';
const REFUSAL: EntraRefusal = {
  error: 'interaction_required',
  suberror: 'message_only',
  claims: CLAIMS,
  details: {
    aadsts: 'AADSTS999999999',
    text: 'A sentence. '.repeat(40),
    correlationId: ID,
    traceId: ID,
    timestamp: '2026-01-15 12:00:00Z',
  },
};

describe('headers stay below what proxies take', () => {
  const { service, clock, browser, graph } = useService({
    scriptedGraph: true,
    env: { BASE_URL },
    emulator: { app: { redirectUris: [`${BASE_URL}/getAToken`] } },
  });

  /** Bytes as they go over the wire, the status line apart. */
  const sizeOf = ({ headers }: Response): number =>
    [...headers].reduce((size, [name, value]) => size + Buffer.byteLength(`${name}: ${value}\r\n`), 0);

  it('when everything that a browser can be given is as large as it may be, many times over', async () => {
    const answers: Response[] = [];
    const get = browser.request.bind(browser);
    browser.request = async (target, options) => {
      const answer = await get(target, options);
      answers.push(answer);
      return answer;
    };
    const query = `?returnTo=${encodeURIComponent(RETURN_TO)}&${HINTS}`;

    // Tabs that are opened at once, more than there are places for their seeds.
    await Promise.all(
      Array.from({ length: 60 }, (_unused, tab) =>
        browser.get(`/login?returnTo=${encodeURIComponent(tab % 2 === 0 ? RETURN_TO : LETTERS)}&${HINTS}`),
      ),
    );
    // More rounds than are remembered, and a refusal that asks for as much as is passed on.
    for (let round = 0; round < 10; round += 1) {
      await browser.signIn(people.ordinary, { query });
      clock.advance(61_000);
    }
    expect((await browser.get('/profile')).status).toBe(200);
    graph.script = refusal(401, 'InvalidAuthenticationToken', {
      'WWW-Authenticate': `Bearer error="insufficient_claims", claims="${Buffer.from(CLAIMS).toString('base64')}"`,
    });
    clock.advance(61_000);
    expect((await browser.get(`/profile?x=${'y'.repeat(480)}`)).status).toBe(302);
    const login = await browser.get(`/login${query}`);
    expect(locationOf(login).searchParams.get('claims')).toContain('c'.repeat(880));
    graph.script = undefined;
    // The token endpoint refuses with the same claims, which the next sign-in has to ask for.
    const client = service.app.get(TokenClient);
    const honest = client.redeemCode.bind(client);
    client.redeemCode = () => Promise.reject(new TokenRefusedError(REFUSAL));
    const callback = await browser.follow(login, people.ordinary);
    expect((await browser.get(callback)).status).toBe(403);
    client.redeemCode = honest;
    const again = await browser.get(`/login${query}`);
    expect(locationOf(again).searchParams.get('claims')).toContain('c'.repeat(880));

    const largest = Math.max(...answers.map(sizeOf));
    expect(largest).toBeLessThan(MOST_OF_AN_ANSWER);
    expect((await browser.cookieHeader()).length).toBeLessThan(MOST_COOKIES);
    // It was a test of something: there are all kinds of cookies, and a long answer.
    const names = await browser.cookieNames();
    for (const kind of ['session', 'sign-in', 'rounds']) {
      expect(names.filter((name) => name.startsWith(`__Host-${kind}`)).length).toBeGreaterThan(0);
    }
    expect(names.filter((name) => name.startsWith('__Host-sign-in'))).toHaveLength(32);
    expect(largest).toBeGreaterThan(2500);
    expect((await browser.get('/profile', { accept: HTML })).status).toBe(200);
  });
});
