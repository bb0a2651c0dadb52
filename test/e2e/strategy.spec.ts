import { people } from '../../tools/emulator/index.js';
import { locationOf } from '../support/answers.js';
import { startScriptedGraph } from '../support/scripted-graph.js';
import { startService } from '../support/service.js';

describe('the sign-in strategy', () => {
  it('hands the tokens that Entra issued to the session, and Graph gets the access token', async () => {
    const graph = await startScriptedGraph();
    const service = await startService({ env: { GRAPH_API_ENDPOINT: graph.endpoint } });
    try {
      const issued: unknown[] = [];
      service.emulator.tampering.tokenAnswer = (answer) => {
        issued.push(answer['access_token']);
        return answer;
      };
      const [adele, ada] = [service.browser(), service.browser()];
      await adele.signIn(people.ordinary);
      await ada.signIn(people.admin);
      expect(issued).toHaveLength(2);
      expect(graph.calls).toEqual([]);

      expect((await ada.json('/profile')).status).toBe(200);
      expect((await adele.json('/profile')).status).toBe(200);
      expect(graph.calls.map(({ headers }) => headers.authorization)).toEqual([
        `Bearer ${String(issued[1])}`,
        `Bearer ${String(issued[0])}`,
      ]);
    } finally {
      await service.close();
      await graph.close();
    }
  });

  it('hands the refresh token on as well', async () => {
    const service = await startService({ emulator: { accessTokenLifetimeSeconds: 600 } });
    try {
      const browser = service.browser();
      await browser.signIn();
      service.clock.advance(590_000);
      expect((await browser.json('/profile')).status).toBe(200);
      const grants = service.emulator.requests.flatMap(({ grantType }) => grantType ?? []);
      expect(grants).toEqual(['authorization_code', 'refresh_token']);
    } finally {
      await service.close();
    }
  });

  it('keeps two services of one process apart, each with its own Entra', async () => {
    const services = await Promise.all([
      startService(),
      startService({
        emulator: {
          tenantId: '77777777-6666-4555-8444-333333333333',
          app: { clientId: '33333333-4444-4555-8666-777777777777' },
        },
      }),
    ]);
    try {
      const signIns = services.map(async (service) => {
        const { emulator } = service;
        const browser = service.browser();
        const url = locationOf(await browser.get('/login'));
        expect(url.origin).toBe(emulator.origin);
        expect(url.pathname).toContain(emulator.tenantId);
        expect(url.searchParams.get('client_id')).toBe(emulator.app.clientId);
        expect(url.searchParams.get('redirect_uri')).toBe(`${service.url}/getAToken`);

        const answers = await Promise.all([1, 2, 3].map(() => service.browser().signIn(emulator.person('admin'))));
        expect(answers.map((answer) => answer.headers.get('location'))).toEqual(['/', '/', '/']);
        await browser.signIn(emulator.person('ordinary'));
        const { body } = await browser.json('/profile');
        expect(body).toMatchObject({ user: { id: people.ordinary.oid, tenantId: emulator.tenantId } });
        return browser.cookieHeader();
      });
      const [first = '', second = ''] = await Promise.all(signIns);

      // What one service signed, the other does not know.
      for (const [service, cookie] of [
        [services[0], second],
        [services[1], first],
      ] as const) {
        const response = await fetch(`${service.url}/session`, { headers: { cookie } });
        expect(await response.json()).toEqual({ signedIn: false });
      }
    } finally {
      await Promise.all(services.map((service) => service.close()));
    }
  });

  it('shares no documents of Entra between two services of one process, and loads them once for many sign-ins', async () => {
    const first = await startService();
    const second = await startService({ at: first.emulator });
    try {
      for (const service of [first, second, first, second]) {
        expect((await service.browser().signIn()).headers.get('location')).toBe('/');
      }
      const loaded = (endpoint: string) =>
        first.emulator.requests.filter((request) => request.endpoint === endpoint).length;
      expect(loaded('discovery')).toBe(2);
      expect(loaded('keys')).toBe(2);
    } finally {
      await second.close();
      await first.close();
    }
  });

  it('forgets nothing of Entra with the package’s half hour, and asks again on its own after an hour', async () => {
    const service = await startService();
    try {
      const loaded = () => service.emulator.requests.filter(({ endpoint }) => endpoint === 'discovery').length;
      await service.browser().signIn();
      service.clock.advance(59 * 60_000);
      await service.browser().signIn();
      expect(loaded()).toBe(1);
      service.clock.advance(2 * 60_000);
      await service.browser().signIn();
      expect(loaded()).toBe(2);
    } finally {
      await service.close();
    }
  });
});
