import { people } from '../../tools/emulator/index.js';
import { locationOf } from '../support/answers.js';
import type { Browser } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

describeService('the sign-in strategy', { starts: 'when asked', scriptedGraph: true }, (suite) => {
  const { service, emulator, clock, browser, graph, start } = suite;

  it('hands the tokens that Entra issued to the session, and Graph gets the access token', async () => {
    await start({ env: { GRAPH_API_ENDPOINT: graph.endpoint } });
    const issued: unknown[] = [];
    emulator.tampering.tokenAnswer = (answer) => {
      issued.push(answer['access_token']);
      return answer;
    };
    const adele = await service.browser().signedIn();
    const ada = await service.browser().signedIn(people.admin);
    expect(issued).toHaveLength(2);
    expect(graph.calls).toEqual([]);

    expect((await ada.json('/profile')).status).toBe(200);
    expect((await adele.json('/profile')).status).toBe(200);
    expect(graph.calls.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${String(issued[1])}`,
      `Bearer ${String(issued[0])}`,
    ]);
  });

  it('hands the refresh token on as well', async () => {
    await start({ emulator: { accessTokenLifetimeSeconds: 600 } });
    await browser.signedIn();
    clock.advance(590_000);
    expect((await browser.json('/profile')).status).toBe(200);
    const grants = emulator.requests.flatMap(({ grantType }) => grantType ?? []);
    expect(grants).toEqual(['authorization_code', 'refresh_token']);
  });

  it('keeps two services of one process apart, each with its own Entra', async () => {
    const services = await Promise.all([
      start(),
      start({
        emulator: {
          tenantId: '77777777-6666-4555-8444-333333333333',
          app: { clientId: '33333333-4444-4555-8666-777777777777' },
        },
      }),
    ]);
    const signIns = services.map(async (each) => {
      const person = each.browser();
      const url = locationOf(await person.get('/login'));
      expect(url.origin).toBe(each.emulator.origin);
      expect(url.pathname).toContain(each.emulator.tenantId);
      expect(url.searchParams.get('client_id')).toBe(each.emulator.app.clientId);
      expect(url.searchParams.get('redirect_uri')).toBe(`${each.url}/getAToken`);

      const answers = await Promise.all([1, 2, 3].map(() => each.browser().signIn(each.emulator.person('admin'))));
      expect(answers.map((answer) => answer.headers.get('location'))).toEqual(['/', '/', '/']);
      await person.signedIn(each.emulator.person('ordinary'));
      const { body } = await person.json('/profile');
      expect(body).toMatchObject({ user: { id: people.ordinary.oid, tenantId: each.emulator.tenantId } });
      return person;
    });
    const [first, second] = (await Promise.all(signIns)) as [Browser, Browser];

    // What one service signed, the other does not know.
    expect((await first.json(`${services[1].url}/session`)).body).toEqual({ signedIn: false });
    expect((await second.json(`${services[0].url}/session`)).body).toEqual({ signedIn: false });
  });

  it('shares no documents of Entra between two services of one process, and loads them once for many sign-ins', async () => {
    const first = await start();
    const second = await start({ at: emulator });
    for (const each of [first, second, first, second]) {
      expect((await each.browser().signIn()).headers.get('location')).toBe('/');
    }
    const loaded = (endpoint: string) => emulator.requests.filter((request) => request.endpoint === endpoint).length;
    expect(loaded('discovery')).toBe(2);
    expect(loaded('keys')).toBe(2);
  });

  it('forgets nothing of Entra with the package’s half hour, and asks again on its own after an hour', async () => {
    await start();
    const loaded = () => emulator.requests.filter(({ endpoint }) => endpoint === 'discovery').length;
    await service.browser().signIn();
    clock.advance(59 * 60_000);
    await service.browser().signIn();
    expect(loaded()).toBe(1);
    clock.advance(2 * 60_000);
    await service.browser().signIn();
    expect(loaded()).toBe(2);
  });
});
