import { locationOf } from '../support/answers.js';
import { refusal, startScriptedGraph } from '../support/scripted-graph.js';
import { startService, type TestService } from '../support/service.js';

describe('the next sign-in asks for', () => {
  let service: TestService;
  afterEach(() => service.close());

  it('claims that Graph challenges for, once', async () => {
    const graph = await startScriptedGraph();
    service = await startService({ env: { GRAPH_API_ENDPOINT: graph.endpoint } });
    const browser = service.browser();
    await browser.signIn();
    const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };
    const challenge = Buffer.from(JSON.stringify(claims)).toString('base64');
    graph.script = refusal(401, 'InvalidAuthenticationToken', {
      'WWW-Authenticate': `Bearer realm="", error="insufficient_claims", claims="${challenge}"`,
    });
    service.clock.advance(61_000);
    const refused = await browser.get('/profile');
    expect(refused.headers.get('location')).toBe('/login?returnTo=/profile');

    const asked = async () =>
      JSON.parse(locationOf(await browser.get('/login')).searchParams.get('claims') ?? '') as unknown;
    const capability = { xms_cc: { values: ['cp1'] } };
    expect(await asked()).toEqual({ access_token: { ...claims.access_token, ...capability } });
    expect(await asked()).toEqual({ access_token: capability });
    await graph.close();
  });

  it('nothing that the browser made up', async () => {
    service = await startService();
    const response = await service.browser().get('/login', { headers: { cookie: 'challenge=AQID' } });
    expect(locationOf(response).searchParams.get('scope')).toBe('openid profile offline_access User.Read');
  });
});
