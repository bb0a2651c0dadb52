import type { ServerResponse } from 'node:http';
import { DEFAULT_TENANT_ID } from '../../tools/emulator/index.js';
import { locationOf, problemOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { type ScriptedAuthority, startScriptedAuthority } from '../support/scripted-authority.js';

type Answer = [status: number, headers: Record<string, string>, body: string];
type Failure = [what: string, answer: Answer, status: number, code: string];

const JSON_TYPE = { 'Content-Type': 'application/json' };
const REFUSAL = JSON.stringify({ error: 'invalid_request', error_codes: [90100] });
const INVALID: [number, string] = [502, 'entra_invalid_answer'];

/** Whatever Entra's token endpoint may say, written by a test. */
describe('when the token endpoint answers', () => {
  let authority: ScriptedAuthority;
  let elsewhere: ScriptedAuthority;
  const { service } = useService(async () => {
    authority = await startScriptedAuthority(DEFAULT_TENANT_ID);
    elsewhere = await startScriptedAuthority(DEFAULT_TENANT_ID);
    return { env: { CLOUD_INSTANCE: authority.origin } };
  });

  afterAll(async () => {
    await elsewhere.close();
    await authority.close();
  });
  beforeEach(() => authority.tokenRequests.splice(0));

  /** A callback with a code, which the service redeems. */
  async function redeem([status, headers, body]: Answer): Promise<Response> {
    authority.script = (response: ServerResponse) => response.writeHead(status, headers).end(body);
    const browser = service.browser();
    const state = locationOf(await browser.get('/login')).searchParams.get('state') ?? '';
    const query = new URLSearchParams({ code: 'the-code', state });
    return browser.get(`/getAToken?${query.toString()}`, { accept: JSON_ONLY });
  }

  it.each([301, 302, 303, 307, 308])(
    'with a redirect to another host (%i), nothing follows it: it would take the secret along',
    async (status) => {
      const Location = `${elsewhere.origin}/token`;
      const problem = await redeem([status, { Location, ...JSON_TYPE }, REFUSAL]);
      expect(problem.status).toBe(502);
      expect(await problemOf(problem)).toMatchObject({ code: 'entra_invalid_answer' });
      expect(authority.tokenRequests).toEqual([expect.stringContaining('client_secret=')]);
      expect(elsewhere.tokenRequests).toEqual([]);
    },
  );

  it.each<Failure>([
    ['that it throttles, as a refusal', [429, JSON_TYPE, REFUSAL], 503, 'entra_unavailable'],
    ['500 with a refusal', [500, JSON_TYPE, REFUSAL], 503, 'entra_unavailable'],
    ['a page', [200, { 'Content-Type': 'text/html' }, '<!doctype html>'], ...INVALID],
    ['a refusal that is a page', [400, { 'Content-Type': 'text/html' }, '<!doctype html>'], ...INVALID],
    ['more than a megabyte', [200, JSON_TYPE, `{"a":"${'x'.repeat(1_100_000)}"}`], ...INVALID],
    ['what is no gzip', [200, { ...JSON_TYPE, 'Content-Encoding': 'gzip' }, '{}'], ...INVALID],
    ['a token without end', [200, JSON_TYPE, tokenAnswer('x'.repeat(100_000))], ...INVALID],
  ])('%s: %s', async (_what, answer, status, code) => {
    const problem = await redeem(answer);
    expect(problem.status).toBe(status);
    expect(await problemOf(problem)).toMatchObject({ code });
    expect(authority.tokenRequests).toHaveLength(1);
  });

  it.each([
    ['30', '30'],
    ['3600', '3600'],
    ['2.5', '3'],
    ['3601', null],
    ['99999999999999999999', null],
    ['-1', null],
    ['soon', null],
  ])('with Retry-After: %s, callers are told %j', async (header, expected) => {
    const problem = await redeem([503, { 'Retry-After': header }, '']);
    expect(problem.status).toBe(503);
    expect(problem.headers.get('retry-after')).toBe(expected);
  });

  it('with words that are none, they are in no line of the log', async () => {
    const odd = `ada@contoso.example ${'x'.repeat(100_000)}`;
    const problem = await redeem([400, JSON_TYPE, JSON.stringify({ error: odd, suberror: odd })]);
    expect(await problemOf(problem)).toMatchObject({ status: 502, code: 'request_refused' });
    expect(service.logged()).toContain('not_a_word');
    expect(service.logged()).not.toContain('ada@contoso.example');
    expect(Math.max(...service.logLines.map(({ length }) => length))).toBeLessThan(2000);
  });

  it('with something that is no JSON, no line of the log quotes it', async () => {
    await redeem([200, JSON_TYPE, 'eyJ-a-token-in-an-odd-place']);
    expect(service.logged()).not.toContain('eyJ-a-token');
  });
});

function tokenAnswer(accessToken: string): string {
  return JSON.stringify({ token_type: 'Bearer', expires_in: 3600, access_token: accessToken });
}
