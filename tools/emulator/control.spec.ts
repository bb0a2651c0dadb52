import { CookieJar } from 'tough-cookie';
import { FAULT_NAMES, people, signInThroughPages, startEmulator, type Emulator } from './index.js';
import { API, TOOL } from './apps-support.js';
import { DEFAULT_APP } from './options.js';
import {
  authorizeUrl,
  CP1,
  getGraph,
  open,
  postToken,
  refreshForm,
  signIn,
  type BrowserAnswer,
} from './spec-support.js';

describe('the control page', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  function press(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin' },
  ): Promise<BrowserAnswer> {
    return open(emulator.origin + path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  /** What the page says of the button that led to it. */
  async function noticeAt(location: URL | undefined): Promise<string | undefined> {
    const { html } = await open(String(location));
    return /<p class="notice" role="status">([^<]*)<\/p>/.exec(html)?.[1];
  }

  async function publishedKids(): Promise<string[]> {
    const set = await (await fetch(`${emulator.origin}/common/discovery/v2.0/keys`)).json();
    return (set as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  }

  it('shows the application and the lines for .env, with the public demo secret', async () => {
    const { status, html } = await open(emulator.origin);
    expect(status).toBe(200);
    expect(html).toContain(`CLIENT_ID=${emulator.app.clientId}`);
    expect(html).toContain(`TENANT_ID=${emulator.tenantId}`);
    expect(html).toContain(`CLOUD_INSTANCE=${emulator.origin}`);
    expect(html).toContain(`GRAPH_API_ENDPOINT=${emulator.origin}`);
    expect(html).toContain('http://localhost:5000/getAToken');
    expect(html).toContain('Local emulator — not Microsoft');
    expect(html).toContain(`CLIENT_SECRET=${DEFAULT_APP.clientSecret}`);
  });

  it('shows every app registration, and of a secret of its own only what Entra would', async () => {
    await emulator.close();
    const app = { clientSecret: 'first-secret-of-their-own' };
    emulator = await startEmulator({ app, apps: [API, TOOL], apis: ['api://orders'] });
    const { html } = await open(emulator.origin);
    for (const text of [
      'CLIENT_SECRET=&lt;as given to the emulator&gt;',
      '<code>fir… until 20',
      `<h3 dir="auto">${API.displayName}</h3>`,
      `<code>${API.clientId}</code>`,
      '<code>api://tasks</code>',
      '<code>Tasks.Manage</code>',
      '<code>the… until 20',
      '<code>http://localhost/tool</code>',
      '<h3 dir="auto">api://orders</h3>',
    ]) {
      expect(html).toContain(text);
    }
    for (const text of [
      app.clientSecret,
      'the-secret-of-the-api',
      '<code>00000003-0000-0000-c000-000000000000</code>',
    ]) {
      expect(html).not.toContain(text);
    }
  });

  it('shows who is signed in and what was asked, without codes and cookies', async () => {
    const jar = new CookieJar();
    const callback = await signInThroughPages(authorizeUrl(emulator), people.markup, { jar });
    const tokens = await signIn(emulator, people.ordinary);
    const { html } = await open(emulator.origin, { jar });
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script');
    expect(html).toContain('authorization_code: ordinary');
    const cookie = await jar.getCookieString(emulator.origin);
    for (const secret of [callback.searchParams.get('code'), cookie.split('=')[1], tokens['access_token']]) {
      expect(secret?.length).toBeGreaterThan(20);
      expect(html).not.toContain(secret);
      expect(JSON.stringify(emulator.requests)).not.toContain(secret);
    }
    expect(JSON.stringify(emulator.requests)).not.toContain('?');
  });

  it('switches a fault on and off, and says which is on', async () => {
    const { status, location } = await press('/control/faults', { toggle: 'graph-503' });
    expect(status).toBe(303);
    expect(emulator.faults.list()).toEqual(['graph-503']);
    expect((await open(String(location))).html).toContain('value="graph-503" aria-pressed="true"');
    await press('/control/faults', { toggle: 'graph-503' });
    expect(emulator.faults.list()).toEqual([]);
  });

  it('comes back to the switch that was pressed, with its endpoint unfolded and the others folded', async () => {
    const { location } = await press('/control/faults', { toggle: 'graph-503' });
    expect(location?.href).toBe(`${emulator.origin}/?open=graph#graph-503`);
    const { html } = await open(String(location));
    expect(html).toContain('id="graph-503"');
    const folds = html.split('<details').slice(1, 6);
    expect(folds.map((fold) => /^ open>/.test(fold))).toEqual([false, false, false, false, true]);
    expect(folds[4]).toContain('1 of 3 on, 0 requests');
    await getGraph(emulator, '/v1.0/me', 'any');
    expect((await open(emulator.origin)).html).toContain('1 of 3 on, 1 request<');
  });

  it('has what is on at the top, how often it strikes yet, and its way off', async () => {
    emulator.faults.set('keys-503', true);
    emulator.faults.set('graph-429', true, 2);
    emulator.refuse({ code: 53003 });
    const { html } = await open(emulator.origin);
    const top = html.slice(0, html.indexOf('<h2 id="clock">'));
    const rows = top
      .split('<li>')
      .slice(1)
      .map((row) =>
        row
          .replace(/<[^>]*>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      );
    expect(rows).toEqual([
      'keys-503 Switch off',
      'token-refused , AADSTS53003 invalid_grant, for one more request Switch off',
      'graph-429 , for 2 more requests Switch off Switch all off',
    ]);
    const { location } = await press('/control/faults', { off: 'token-refused' });
    expect(location?.href).toBe(`${emulator.origin}/#on`);
    expect(emulator.faults.list()).toEqual(['keys-503', 'graph-429']);
    await press('/control/faults', { off: 'token-refused' });
    expect(emulator.faults.list()).toEqual(['keys-503', 'graph-429']);
  });

  it('has every fault, below the heading of its endpoint', async () => {
    const { html } = await open(emulator.origin);
    const [, ...groups] = html.split('<h3>');
    const shown = groups.flatMap((group) =>
      [...group.matchAll(/name="toggle" value="([^"]+)"/g)].map(([, name = '']) => [group.split('<')[0], name]),
    );
    expect(shown.map(([, name]) => name).sort()).toEqual([...FAULT_NAMES].sort());
    expect(shown).toContainEqual(['Signing keys', 'keys-drip']);
    expect(shown).toContainEqual(['Token endpoint', 'token-refused']);
  });

  it('chooses what token-refused says', async () => {
    await press('/control/faults', { choose: 'refusal', refusal: '53003' });
    expect(emulator.faults.refusal).toBe(53003);
    expect(emulator.faults.list()).toEqual([]);
    expect((await open(emulator.origin)).html).toContain('value="53003" selected');
    await press('/control/faults', { toggle: 'token-refused', refusal: '50076' });
    expect([emulator.faults.refusal, emulator.faults.list()]).toEqual([50076, ['token-refused']]);
  });

  it('leaves alone what a test made token-refused say, until something else is chosen', async () => {
    emulator.refuse({ code: 50076, text: 'Made up.' });
    await press('/control/faults', { toggle: 'graph-503', refusal: '53003' });
    await press('/control/faults', { toggle: 'token-refused', refusal: '50076' });
    expect(emulator.faults.refusalError.text).toBe('Made up.');
    emulator.refuse({ code: 4242, error: 'invalid_grant' });
    expect((await open(emulator.origin)).html).toContain('<option value="4242" selected>AADSTS4242 invalid_grant');
  });

  it.each([
    ['faults', { toggle: '__proto__' }, 'There is no fault &#39;__proto__&#39;.'],
    ['faults', { toggle: 'graph-504' }, 'Did you mean &#39;graph-503&#39;?'],
    ['faults', { off: 'nothing' }, 'There is no fault &#39;nothing&#39;.'],
    ['faults', { choose: 'refusal', refusal: '1' }, 'no refusal AADSTS1.'],
    ['faults', {}, 'No fault was named.'],
    ['clock', { advance: '7' }, 'no such step'],
    ['clock', {}, 'no such step'],
    ['revocations', { person: people.ordinary.oid, what: 'everything' }, 'access tokens.'],
    ['revocations', { person: people.ordinary.oid }, 'access tokens.'],
    ['revocations', { person: 'nobody', what: 'sessions' }, 'no such person'],
    ['revocations', { what: 'sessions' }, 'no such person'],
  ])('changes nothing by a form at %s that no button sends: %j', async (path, fields, sentence) => {
    const { status, html } = await press(`/control/${path}`, fields);
    expect(status).toBe(400);
    expect(html).toContain('Nothing was changed');
    expect(html).toContain(sentence);
    expect([emulator.faults.list(), emulator.faults.refusal, emulator.clock.aheadMs]).toEqual([[], 50076, 0]);
  });

  it('answers a form that names something twice with a page', async () => {
    const body = new URLSearchParams('toggle=graph-503&toggle=graph-429');
    const { status, html } = await open(`${emulator.origin}/control/faults`, { method: 'POST', body });
    expect(status).toBe(400);
    expect(html).toContain('Nothing was changed');
  });

  it('switches all faults off', async () => {
    emulator.faults.set('keys-503', true);
    await press('/control/faults', { clear: 'all' });
    expect(emulator.faults.list()).toEqual([]);
  });

  it('rotates keys, and says which', async () => {
    const before = await publishedKids();
    const { location } = await press('/control/keys', {});
    const after = await publishedKids();
    const [withdrawn, ...others] = before.filter((kid) => !after.includes(kid));
    const [added] = after.filter((kid) => !before.includes(kid));
    expect(others).toEqual([]);
    expect(await noticeAt(location)).toBe(`Tokens are signed with the key ${added} now. ${withdrawn} is withdrawn.`);
    expect(location?.hash).toBe('#keys');
  });

  it('says what was revoked, of whom, when it is shown again as well, and nothing after a made-up id', async () => {
    await signIn(emulator, people.ordinary, { token: { claims: CP1 } });
    await signIn(emulator, people.ordinary);
    await signIn(emulator, people.admin);
    const form = { person: people.ordinary.oid, what: 'access-tokens' };
    const { location } = await press('/control/revocations', form);
    const sentence = 'ordinary@emulated.example: 2 access tokens revoked, 1 of them issued for the capability cp1.';
    expect([await noticeAt(location), await noticeAt(location)]).toEqual([sentence, sentence]);
    expect(location?.hash).toBe('#revoke');
    const again = await press('/control/revocations', form);
    expect(await noticeAt(again.location)).toContain(': 0 access tokens revoked, 0 of them');
    const everybody = await press('/control/revocations', { person: 'everybody', what: 'sessions' });
    expect(await noticeAt(everybody.location)).toBe('Everybody: 3 refresh tokens revoked, 3 sessions ended.');
    const alone = await press('/control/revocations', { person: people.admin.oid, what: 'sessions' });
    expect(await noticeAt(alone.location)).toBe('admin@emulated.example: 0 refresh tokens revoked, 0 sessions ended.');
    expect(await noticeAt(new URL('/?notice=made-up', emulator.origin))).toBeUndefined();
  });

  it('shows the clock, puts it forward, and puts it right', async () => {
    const { location } = await press('/control/clock', { advance: '60' });
    expect(location?.hash).toBe('#clock');
    expect(await noticeAt(location)).toBe('The clock was put forward by 1 hour.');
    await press('/control/clock', { advance: '5' });
    expect(emulator.clock.aheadMs).toBe(65 * 60_000);
    const { html } = await open(emulator.origin);
    expect(html).toContain('UTC</time>, 1 h 5 min ahead');
    expect(html).toContain(`<time datetime="${new Date(emulator.clock.now()).toISOString().slice(0, 15)}`);
    emulator.clock.advance(-66 * 60_000);
    expect((await open(emulator.origin)).html).toContain('UTC</time>, 1 min behind');
    const right = await press('/control/clock', { reset: 'yes' });
    expect(await noticeAt(right.location)).toBe('The clock is right again.');
    expect(emulator.clock.aheadMs).toBe(0);
    expect((await open(emulator.origin)).html).toContain('UTC</time></p>');
  });

  it('revokes sessions and access tokens, of one or of everybody', async () => {
    const tokens = await signIn(emulator, people.ordinary, { token: { claims: CP1 } });
    await press('/control/revocations', { person: people.admin.oid, what: 'access-tokens' });
    expect((await getGraph(emulator, '/v1.0/me', tokens['access_token'])).status).toBe(200);
    await press('/control/revocations', { person: people.ordinary.oid, what: 'access-tokens' });
    expect((await getGraph(emulator, '/v1.0/me', tokens['access_token'])).status).toBe(401);
    await press('/control/revocations', { person: 'everybody', what: 'sessions' });
    const { body } = await postToken(emulator, refreshForm(emulator, tokens['refresh_token']));
    expect(body).toMatchObject({ error_codes: [50173] });
    expect(emulator.sessions).toEqual([]);
  });

  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
    [{ Origin: 'http://localhost:5000' }],
    [{ Origin: 'https://localhost' }],
    [{ Origin: 'null' }],
    [{ Origin: 'not an address' }],
  ])('takes no orders from another site: %j', async (headers) => {
    const kids = await publishedKids();
    for (const [path, fields] of [
      ['faults', { toggle: 'graph-503' }],
      ['clock', { advance: '60' }],
      ['keys', {}],
      ['revocations', { person: 'everybody', what: 'sessions' }],
    ] as const) {
      expect((await press(`/control/${path}`, fields, headers)).status).toBe(403);
    }
    expect([emulator.faults.list(), emulator.clock.aheadMs, await publishedKids()]).toEqual([[], 0, kids]);
  });

  it('takes orders from its own origin, by https as well when something in front of it ends TLS', async () => {
    await press('/control/faults', { toggle: 'graph-503' }, { Origin: emulator.origin });
    expect(emulator.faults.list()).toEqual(['graph-503']);
    await press('/control/faults', { toggle: 'keys-503' }, { Origin: emulator.origin.replace('http:', 'https:') });
    expect(emulator.faults.list()).toEqual(['keys-503', 'graph-503']);
  });

  it('takes orders from the origin that it is known by, whatever Host a proxy makes of it', async () => {
    const behindTls = await startEmulator({ publicOrigin: 'https://entra.example' });
    const press = async (origin: string) => {
      const answer = await fetch(`http://localhost:${behindTls.port}/control/faults`, {
        method: 'POST',
        body: new URLSearchParams({ toggle: 'graph-503' }),
        headers: { Origin: origin },
        redirect: 'manual',
      });
      return answer.status;
    };
    try {
      expect([await press('https://entra.example'), await press('https://evil.example')]).toEqual([303, 403]);
    } finally {
      await behindTls.close();
    }
  });
});
