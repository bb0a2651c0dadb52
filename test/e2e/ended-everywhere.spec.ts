import { people } from '../../tools/emulator/index.js';
import { pageOf } from '../support/answers.js';
import { type Browser, HTML, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

describeService('sessions that are ended from elsewhere', {}, ({ service, emulator, store, browser }) => {
  let laptop: Browser;
  let phone: Browser;
  let grace: Browser;

  beforeEach(async () => {
    laptop = await service.browser().signedIn();
    phone = await service.browser().signedIn();
    grace = await service.browser().signedIn(people.admin);
  });

  const areSignedIn = () => Promise.all([laptop, phone, grace].map((each) => each.isSignedIn()));

  /** As Entra knows the sign-in of this browser. */
  function sidOf(browser: 'laptop' | 'phone' | 'grace'): string {
    const last = emulator.sessions.slice(-3);
    return last[['laptop', 'phone', 'grace'].indexOf(browser)]?.sid ?? '';
  }

  describe('POST /logout with everywhere=true', () => {
    const post = (browser: Browser, body: string, type = 'application/x-www-form-urlencoded', accept = HTML) =>
      browser.cookieHeader().then((cookie) =>
        fetch(`${service.url}/logout`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie, accept, 'content-type': type },
          body,
        }),
      );

    it('ends all sessions of the person, and nobody else’s', async () => {
      const response = await post(laptop, 'everywhere=true');
      expect(response.status).toBe(303);
      expect(await areSignedIn()).toEqual([false, false, true]);
      expect((await phone.get('/profile', { accept: JSON_ONLY })).status).toBe(401);
    });

    it('works for JSON callers', async () => {
      const response = await post(laptop, '{"everywhere":true}', 'application/json', JSON_ONLY);
      expect(await response.json()).toEqual({ logoutUrl: expect.stringMatching(/^http/) as unknown });
      expect(await areSignedIn()).toEqual([false, false, true]);
    });

    it.each(['', 'everywhere=false', 'everywhere=', 'everywhere=true&everywhere=true', 'everywhere[]=true'])(
      'ends this session alone when the form says %j',
      async (form) => {
        expect((await post(laptop, form)).status).toBe(303);
        expect(await areSignedIn()).toEqual([false, true, true]);
      },
    );

    it('ends nobody’s sessions for somebody who is not signed in', async () => {
      expect((await post(service.browser(), 'everywhere=true')).status).toBe(303);
      expect(await areSignedIn()).toEqual([true, true, true]);
    });

    it('is a choice on the sign-out page, for those who are signed in', async () => {
      expect(await pageOf(await laptop.get('/logout'))).toContain('name="everywhere" value="true"');
      expect(await pageOf(await browser.get('/logout'))).not.toContain('everywhere');
    });

    it.each(['readIndex', 'delete', 'removeFromIndex'] as const)(
      'can be asked again in the same browser when the store failed at %s',
      async (method) => {
        store.fail([method]);
        expect((await post(laptop, 'everywhere=true')).status).toBe(503);
        expect(await laptop.isSignedIn()).toBe(true);
        store.recover();
        expect((await post(laptop, 'everywhere=true')).status).toBe(303);
        expect(await areSignedIn()).toEqual([false, false, true]);
      },
    );

    it('says so when the store is down, and signs nobody out', async () => {
      store.fail();
      expect((await post(laptop, 'everywhere=true')).status).toBe(503);
      store.recover();
      expect(await areSignedIn()).toEqual([true, true, true]);
    });
  });

  describe('GET /logout/frontchannel', () => {
    /** As Entra's hidden frame: no cookies. */
    const notice = (query: Record<string, string> | string) =>
      service.browser().get(`/logout/frontchannel?${new URLSearchParams(query).toString()}`);
    const issuer = () => `${emulator.origin}/${emulator.tenantId}/v2.0`;

    it('ends the sessions of that sid, without cookies, and no others of the person', async () => {
      const response = await notice({ sid: sidOf('laptop') });
      expect(response.status).toBe(200);
      expect(await areSignedIn()).toEqual([false, true, true]);
    });

    it('accepts the issuer of our tenant', async () => {
      expect((await notice({ sid: sidOf('phone'), iss: issuer() })).status).toBe(200);
      expect(await areSignedIn()).toEqual([true, false, true]);
    });

    it.each(['https://evil.example/v2.0', 'https://login.microsoftonline.com/common/v2.0'])(
      'ends nothing for the issuer %s, and answers the same',
      async (iss) => {
        expect((await notice({ sid: sidOf('laptop'), iss })).status).toBe(200);
        expect(await areSignedIn()).toEqual([true, true, true]);
      },
    );

    it.each(['', 'sid=', 'sid=unknown', 'sid=a&sid=b', 'sid[]=a', `sid=${'a'.repeat(5000)}`, 'iss=x'])(
      'answers the same to %j, and ends nothing',
      async (query) => {
        const response = await notice(query);
        expect(response.status).toBe(200);
        expect(await response.text()).toBe('');
        expect(await areSignedIn()).toEqual([true, true, true]);
      },
    );

    it('may be framed by the authority alone, and is not cached', async () => {
      const { headers } = await notice({ sid: 'unknown' });
      expect(headers.get('x-frame-options')).toBeNull();
      expect(headers.get('content-security-policy')).toContain(`frame-ancestors ${emulator.origin} `);
      expect(headers.get('cache-control')).toContain('no-store');
      expect(headers.getSetCookie()).toEqual([]);
    });

    it('is a 503 when the store is down, so that nobody takes it for done', async () => {
      store.fail();
      expect((await notice({ sid: sidOf('laptop') })).status).toBe(503);
      store.recover();
      expect(await areSignedIn()).toEqual([true, true, true]);
    });
  });
});
