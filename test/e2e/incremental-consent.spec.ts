import { Controller, Get, Module } from '@nestjs/common';
import { z } from 'zod';
import { CurrentSession } from '../../src/common/decorators/current-user.decorator.js';
import { GraphModule } from '../../src/graph/graph.module.js';
import { GraphService } from '../../src/graph/graph.service.js';
import type { Session } from '../../src/session/session.js';
import { people } from '../../tools/emulator/index.js';
import { locationOf, problemOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';

/** A team's first own endpoint: it needs more than was asked at sign-in. */
@Controller('calendar')
class CalendarController {
  constructor(private readonly graph: GraphService) {}

  @Get()
  mine(@CurrentSession() session: Session): Promise<{ id: string }> {
    return this.graph.send(session, { path: '/me', scopes: ['Calendars.Read'], schema: z.object({ id: z.string() }) });
  }
}

@Module({ imports: [GraphModule], controllers: [CalendarController] })
class CalendarModule {}

describe('an endpoint that needs a scope of its own', () => {
  const { service, browser: adele } = useService({ modules: [CalendarModule] });

  beforeEach(() => adele.signedIn());

  const scopesAt = async (target: string) =>
    locationOf(await adele.get(target))
      .searchParams.get('scope')
      ?.split(' ') ?? [];

  it('is refused with the way to sign in, and the rest of the service goes on', async () => {
    const response = await adele.get('/calendar', { accept: JSON_ONLY });
    expect(response.status).toBe(401);
    expect(await problemOf(response)).toMatchObject({
      code: 'sign_in_again',
      aadsts: 'AADSTS65001',
      loginUrl: `${service.url}/login?returnTo=/calendar`,
    });
    expect((await adele.json('/profile')).status).toBe(200);
  });

  it('sends a person on to consent, in the first minute after sign-in as well', async () => {
    const { pathname, search } = locationOf(await adele.get('/calendar'));
    expect(pathname + search).toBe('/login?returnTo=/calendar');
  });

  it('asks for the scope at the next sign-in, each scope once, and not at the one after', async () => {
    expect(await scopesAt('/login')).not.toContain('Calendars.Read');
    await adele.get('/calendar', { accept: JSON_ONLY });
    const scopes = await scopesAt('/login?returnTo=/calendar');
    expect(scopes).toEqual([...new Set(scopes)]);
    expect(scopes).toEqual(
      expect.arrayContaining(['openid', 'profile', 'offline_access', 'User.Read', 'Calendars.Read']),
    );
    expect(await scopesAt('/login')).not.toContain('Calendars.Read');
  });

  it('works after the person has consented, and for good', async () => {
    const { pathname, search } = locationOf(await adele.get('/calendar'));
    expect(pathname).toBe('/login');
    const declined = await adele.signIn(people.ordinary, { query: search, consent: 'decline' });
    expect(declined.status).toBe(403);
    expect(await adele.isSignedIn()).toBe(true);

    await adele.get('/calendar');
    const accepted = await adele.signIn(people.ordinary, { query: search });
    expect(accepted.headers.get('location')).toBe('/calendar');
    expect((await adele.json('/calendar')).body).toEqual({ id: people.ordinary.oid });
    expect((await adele.json('/profile')).status).toBe(200);

    const tomorrow = await service.browser().signedIn();
    expect((await tomorrow.json('/calendar')).status).toBe(200);
  });
});
