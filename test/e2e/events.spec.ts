import { Events, type ServiceEvent } from '../../src/common/events.js';
import { people } from '../../tools/emulator/index.js';
import { describeService } from '../support/describe-service.js';

const LIFETIME_SECONDS = 600;
/** Longer than an access token lives here, and shorter than a session without a request. */
const LATER_MS = LIFETIME_SECONDS * 1000 + 1000;

describeService(
  'what operators count',
  { starts: 'for each test', emulator: { accessTokenLifetimeSeconds: LIFETIME_SECONDS } },
  ({ service, emulator, clock, browser }) => {
    let heard: ServiceEvent[];

    beforeEach(() => {
      heard = [];
      service.app.get(Events).listen((event) => heard.push(event));
    });

    it('a sign-in and a sign-out', async () => {
      await browser.signedIn();
      await browser.post('/logout');
      expect(heard).toEqual([
        { event: 'sign_in', challenged: false },
        { event: 'sign_out', everywhere: false },
        { event: 'session_ended', reason: 'sign_out', count: 1 },
      ]);
    });

    it('a sign-out everywhere, with all sessions that it ends', async () => {
      await service.browser().signedIn();
      await browser.signedIn();
      heard = [];
      await browser.post('/logout', { json: { everywhere: true } });
      expect(heard).toEqual([
        { event: 'sign_out', everywhere: true },
        { event: 'session_ended', reason: 'sign_out', count: 2 },
      ]);
    });

    it('a sign-in that is refused, by its code', async () => {
      await browser.signIn(people.ordinary, { consent: 'decline' });
      expect(heard).toEqual([{ event: 'sign_in_refused', errorCode: 'sign_in_declined', aadsts: 'AADSTS65004' }]);
    });

    it('a session that gave way to another sign-in in its browser', async () => {
      await browser.signedIn();
      await browser.signedIn();
      expect(heard).toEqual([
        { event: 'sign_in', challenged: false },
        { event: 'sign_in', challenged: false },
        { event: 'session_ended', reason: 'replaced', count: 1 },
      ]);
    });

    it('a call of Graph and a refresh, with what they came to', async () => {
      await browser.signedIn();
      heard = [];
      await browser.get('/profile/photo');
      clock.advance(LATER_MS);
      emulator.faults.set('token-503', true);
      await browser.get('/profile');
      const call = {
        event: 'graph_call',
        path: '/me/photo/$value',
        status: 200,
        durationMs: expect.any(Number) as number,
      };
      expect(heard).toEqual([call, { event: 'token_refresh', errorCode: 'entra_unavailable' }]);
    });

    it('a question of Entra, and the sign-in that answers it', async () => {
      await browser.signedIn();
      clock.advance(LATER_MS);
      emulator.faults.set('token-refused', true);
      emulator.faults.refusal = 50_076;
      heard = [];
      await browser.get('/profile');
      emulator.faults.clear();
      await browser.signIn();
      expect(heard).toEqual([
        { event: 'token_refresh', errorCode: 'sign_in_again' },
        { event: 'challenge', errorCode: 'sign_in_again', aadsts: 'AADSTS50076' },
        { event: 'sign_in', challenged: true },
        { event: 'session_ended', reason: 'replaced', count: 1 },
      ]);
    });

    it('a session that ends because Entra has withdrawn the person', async () => {
      await browser.signedIn();
      clock.advance(LATER_MS);
      emulator.revokeSessions(people.ordinary.oid);
      heard = [];
      await Promise.all(Array.from({ length: 5 }, () => browser.get('/profile')));
      const ended = heard.filter(({ event }) => event === 'session_ended');
      expect(ended).toEqual([{ event: 'session_ended', reason: 'withdrawn', count: 1 }]);
    });

    it('a sign-out at Entra, with the sessions that it ends', async () => {
      await browser.signedIn();
      heard = [];
      await service.browser().get(`/logout/frontchannel?sid=${emulator.sessions.at(-1)?.sid}`);
      await service.browser().get('/logout/frontchannel?sid=unknown');
      expect(heard).toEqual([{ event: 'session_ended', reason: 'front_channel', count: 1 }]);
    });

    it('and nothing of who it was; the log has what the listeners hear', async () => {
      await browser.signedIn();
      await browser.get('/profile');
      await browser.signIn(people.ordinary, { consent: 'decline' });
      await browser.post('/logout');
      const { oid, userPrincipalName, displayName } = people.ordinary;
      for (const personal of [oid, userPrincipalName, displayName])
        expect(JSON.stringify(heard)).not.toContain(personal);
      const logged = service.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(logged.filter(({ msg }) => msg === 'event')).toEqual(
        heard.map((event) => expect.objectContaining(event) as unknown),
      );
    });
  },
);
