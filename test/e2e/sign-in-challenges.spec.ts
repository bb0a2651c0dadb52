import { Controller, Get, Module } from '@nestjs/common';
import { z } from 'zod';
import { CurrentSession } from '../../src/common/decorators/current-user.decorator.js';
import { GraphClient } from '../../src/graph/graph.client.js';
import { GraphModule } from '../../src/graph/graph.module.js';
import type { Session } from '../../src/session/session.js';
import { locationOf, problemOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { refusal, startScriptedGraph } from '../support/scripted-graph.js';
import { startService, type TestService } from '../support/service.js';

/** An endpoint of Graph that needs more than what is asked at sign-in. */
@Controller('mail')
class MailController {
  constructor(private readonly graph: GraphClient) {}

  @Get()
  mail(@CurrentSession() session: Session): Promise<{ id: string }> {
    return this.graph.get(session, '/me', z.object({ id: z.string() }), ['Mail.Read']);
  }
}

@Module({ imports: [GraphModule], controllers: [MailController] })
class MailModule {}

describe('what a refusal asks for, the next sign-in asks for', () => {
  let service: TestService;
  afterEach(() => service.close());

  it('a scope that the person has not consented to yet', async () => {
    service = await startService({ modules: [MailModule] });
    const browser = service.browser();
    await browser.signIn();
    const refused = await browser.get('/mail', { accept: JSON_ONLY });
    expect(refused.status).toBe(401);
    expect(await problemOf(refused)).toMatchObject({
      code: 'sign_in_again',
      aadsts: 'AADSTS65001',
      loginUrl: `${service.url}/login?returnTo=/mail`,
    });

    expect((await browser.signIn()).status).toBe(302);
    expect((await browser.json('/mail')).status).toBe(200);
    const next = locationOf(await browser.get('/login'));
    expect(next.searchParams.get('scope')?.split(' ')).toEqual([
      'openid',
      'profile',
      'offline_access',
      'User.Read',
    ]);
  });

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
