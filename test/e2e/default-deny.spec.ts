import { Controller, Get, Module, Post } from '@nestjs/common';
import { CurrentUser } from '../../src/common/decorators/current-user.decorator.js';
import { Public } from '../../src/common/decorators/public.decorator.js';
import { Roles } from '../../src/common/decorators/roles.decorator.js';
import type { SignedInUser } from '../../src/session/signed-in-user.js';
import { people } from '../../tools/emulator/index.js';
import { locationOf, pageOf, problemOf } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';

/** What a team writes on its first day, without a thought of security. */
@Controller('reports')
class ReportsController {
  @Get()
  list(): { reports: string[] } {
    return { reports: ['first'] };
  }

  @Get('mine')
  mine(@CurrentUser() user: SignedInUser): SignedInUser {
    return user;
  }

  @Post()
  add(): { added: true } {
    return { added: true };
  }

  @Public()
  @Post('public')
  addOpen(): { added: true } {
    return { added: true };
  }

  @Public()
  @Get('public')
  open(): { open: true } {
    return { open: true };
  }

  @Public()
  @Get('public/mine')
  openMine(@CurrentUser() user: SignedInUser): SignedInUser {
    return user;
  }

  @Roles('Admin')
  @Get('admin')
  admin(): { admin: true } {
    return { admin: true };
  }

  @Roles('Reader', 'Admin')
  @Get('either')
  either(): { either: true } {
    return { either: true };
  }
}

@Roles('Admin')
@Controller('admin')
class AdminController {
  @Get()
  all(): { admin: true } {
    return { admin: true };
  }
}

@Public()
@Controller('open')
class OpenController {
  @Get()
  all(): { open: true } {
    return { open: true };
  }

  @Roles('Admin')
  @Get('admin')
  admin(): { admin: true } {
    return { admin: true };
  }
}

@Module({ controllers: [ReportsController, AdminController, OpenController] })
class ReportsModule {}

describe('a route of a module that somebody adds', () => {
  const { service, emulator, clock, browser } = useService({ modules: [ReportsModule] });

  let adele: Browser;
  let ada: Browser;
  let nobody: Browser;

  beforeAll(async () => {
    [adele, ada, nobody] = [service.browser(), service.browser(), service.browser()];
    await adele.signIn(people.ordinary);
    await ada.signIn(people.admin);
  });

  it.each(['/reports', '/reports/mine', '/reports/admin', '/admin', '/reports?x=1', '/reports/'])(
    '%s is closed to people who are not signed in, without a decorator',
    async (path) => {
      const asProgram = await nobody.get(path, { accept: JSON_ONLY });
      expect(asProgram.status).toBe(401);
      expect(await problemOf(asProgram)).toMatchObject({ code: 'not_signed_in' });
      const asBrowser = await nobody.get(path);
      expect(asBrowser.status).toBe(302);
      expect(locationOf(asBrowser).searchParams.get('returnTo')).toBe(path);
    },
  );

  it('is closed to HEAD as well', async () => {
    expect((await nobody.request('/reports', { method: 'HEAD', accept: JSON_ONLY })).status).toBe(401);
  });

  it('comes back after the sign-in that it asked for', async () => {
    const { pathname, search } = locationOf(await browser.get('/reports?year=2024&month=5'));
    expect(pathname).toBe('/login');
    const callback = await browser.signIn(people.ordinary, { query: search });
    expect(callback.headers.get('location')).toBe('/reports?year=2024&month=5');
    expect((await browser.get('/reports?year=2024&month=5')).status).toBe(200);
  });

  it('is open to people who are signed in', async () => {
    expect((await adele.json('/reports')).body).toEqual({ reports: ['first'] });
  });

  it('counts as activity of the session', async () => {
    await browser.signedIn();
    const { body: before } = await browser.json('/session');
    clock.advance(10 * 60_000);
    await browser.get('/reports');
    expect((await browser.json('/session')).body['idleExpiresAt']).not.toBe(before['idleExpiresAt']);
  });

  it('is given the person with @CurrentUser()', async () => {
    expect((await ada.json('/reports/mine')).body).toEqual({
      id: people.admin.oid,
      tenantId: emulator.tenantId,
      name: people.admin.displayName,
      username: people.admin.userPrincipalName,
      roles: ['Admin'],
    });
  });

  it.each(['/reports/public', '/open'])('%s is opened by @Public()', async (path) => {
    for (const browser of [nobody, adele]) {
      expect(await browser.json(path)).toMatchObject({ status: 200, body: { open: true } });
    }
  });

  it('is closed by @Roles() on a public controller', async () => {
    expect((await nobody.get('/open/admin', { accept: JSON_ONLY })).status).toBe(401);
    expect((await adele.get('/open/admin', { accept: JSON_ONLY })).status).toBe(403);
    expect((await ada.get('/open/admin', { accept: JSON_ONLY })).status).toBe(200);
  });

  it('has no person on a public route: asking for one is a clear refusal and no crash', async () => {
    const response = await nobody.get('/reports/public/mine', { accept: JSON_ONLY });
    expect(response.status).toBe(401);
    expect(await problemOf(response)).toMatchObject({ code: 'not_signed_in' });
  });

  it.each(['/reports/admin', '/admin', '/reports/either'])(
    '%s lets people in who have one of the roles, and tells others that they lack it',
    async (path) => {
      expect((await ada.get(path, { accept: JSON_ONLY })).status).toBe(200);

      const asProgram = await adele.get(path, { accept: JSON_ONLY });
      expect(asProgram.status).toBe(403);
      const problem = await problemOf(asProgram);
      expect(problem).toMatchObject({ code: 'role_required' });
      expect(problem).not.toHaveProperty('loginUrl');
      const asBrowser = await adele.get(path);
      expect(asBrowser.status).toBe(403);
      expect(await pageOf(asBrowser)).toContain('role');
      expect(await adele.isSignedIn()).toBe(true);
    },
  );

  it('is closed to a bearer header until bearer callers are built', async () => {
    const headers = { authorization: 'Bearer abc' };
    expect((await ada.get('/reports', { accept: JSON_ONLY, headers })).status).toBe(401);
  });

  describe('a route that changes something', () => {
    it.each(['/reports', '/reports/public'])('%s is closed to pages of other sites, siblings too', async (path) => {
      await browser.signedIn();
      for (const headers of [
        { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
        { 'sec-fetch-site': 'same-site', origin: 'https://sibling.example' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
      ]) {
        const response = await browser.post(path, { accept: JSON_ONLY, headers });
        expect(response.status).toBe(403);
        expect(await problemOf(response)).toMatchObject({ code: 'cross_site_request' });
      }
    });

    it.each(['/reports', '/reports/public'])('%s is open to our own pages and to programs', async (path) => {
      await browser.signedIn();
      for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: service.url }, {}] as const) {
        const response = await browser.post(path, { accept: JSON_ONLY, headers: { ...headers } });
        expect(response.status).toBe(201);
        expect(await response.json()).toEqual({ added: true });
      }
    });
  });
});
