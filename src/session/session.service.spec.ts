import { z } from 'zod';
import { CookieBrowser } from '../../test/support/cookie-browser.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { type ObservedRecordStore, observedRecordStore } from '../../test/support/observed-record-store.js';
import { type RecordedLog, recordLog } from '../../test/support/recorded-log.js';
import { TENANT_ID, unitConfiguration } from '../../test/support/unit-configuration.js';
import { createSessions } from './create-sessions.js';
import { StoreUnavailableError } from '../store/store.errors.js';
import type { SessionService } from './session.service.js';
import type { Session } from './session.js';
import type { SignedInUser } from './signed-in-user.js';
import { referenceOf, SealedRecords } from '../store/sealed-records.js';

const anything = z.unknown();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ADA: SignedInUser = {
  id: 'ada',
  tenantId: TENANT_ID,
  name: 'Ada Lovelace',
  username: 'ada@contoso.example',
  roles: ['Admin'],
};
const ENV = { SESSION_SECRET: 'the-session-secret-of-this-spec-0123' };

describe('SessionService', () => {
  let clock: ManualClock;
  let store: ObservedRecordStore;
  let records: SealedRecords;
  let sessions: SessionService;
  let browser: CookieBrowser;
  let log: RecordedLog;

  beforeEach(() => {
    clock = new ManualClock();
    store = observedRecordStore(clock);
    log = recordLog();
    records = new SealedRecords(store, log.logger);
    sessions = serviceWith({ SESSION_IDLE_SECONDS: '3600', SESSION_ABSOLUTE_SECONDS: '43200' });
    browser = new CookieBrowser();
  });

  function serviceWith(env: Record<string, string>): SessionService {
    return createSessions(unitConfiguration({ ...ENV, ...env }), clock, log.logger, store);
  }

  async function signIn(user = ADA, at = browser, sid: string | null = 'sid of Ada'): Promise<Session> {
    const session = sessions.prepare(user, sid);
    await sessions.begin(session);
    await sessions.give(at.request(), at.response, session);
    return session;
  }

  /** What nobody waits for has happened. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  async function resume(at = browser): Promise<Session | undefined> {
    const session = await sessions.resume(at.request());
    await settled();
    return session;
  }

  async function isSignedIn(at = browser): Promise<boolean> {
    return (await sessions.read(at.request())) !== undefined;
  }

  describe('begin', () => {
    it('signs the browser in', async () => {
      const { id, onWithdrawn: _end, ...expected } = await signIn();
      const read = await sessions.read(browser.request());
      expect(read?.id.reveal()).toBe(id.reveal());
      expect(read).toMatchObject(expected);
      expect(read?.user).toEqual(ADA);
    });

    it('writes all that there is of a session at once, its places in the indexes first', () => {
      void sessions.begin(sessions.prepare(ADA, 'sid'));
      expect(store.takeCalls()).toEqual(['addToIndex', 'addToIndex', 'add']);
    });

    describe('while all sessions of the person are ended', () => {
      const endAll = () => sessions.endAll({ user: ADA }).then(() => undefined);

      it('is over before it began, when it is in its index and not yet in the store', async () => {
        for (const hasTokens of [false, true]) {
          const session = sessions.prepare(ADA, 'sid of Ada');
          if (hasTokens) await records.write('tokens', session.id, { tokens: 1 }, session.idleExpiresAtMs);
          store.before('add', async () => expect(await sessions.endAll({ user: ADA })).toBe(0));
          await sessions.begin(session);
          await sessions.give(browser.request(), browser.response, session);
          expect(await isSignedIn()).toBe(false);
          expect(await records.read('tokens', session.id, anything)).toBeUndefined();
          expect(await sessions.count({ user: ADA })).toBe(0);
        }
      });

      it('ends when it is in the store already', async () => {
        store.before('readIndex', async () => void (await signIn()));
        expect(await sessions.endAll({ user: ADA })).toBe(1);
        expect(await isSignedIn()).toBe(false);
      });

      it('comes after that when no index has it yet, and is found the next time', async () => {
        store.before('addToIndex', endAll);
        await signIn();
        expect(await isSignedIn()).toBe(true);
        expect(await sessions.endAll({ user: ADA })).toBe(1);
        expect(await isSignedIn()).toBe(false);
      });

      it('another sign-in of the person succeeds afterwards', async () => {
        store.before('add', endAll);
        await signIn();
        await signIn();
        expect(await isSignedIn()).toBe(true);
        expect(await sessions.count({ user: ADA })).toBe(1);
      });
    });

    it('keeps the ends that the configuration says', async () => {
      const session = await signIn();
      expect(session).toMatchObject({
        signedInAtMs: clock.now(),
        idleExpiresAtMs: clock.now() + HOUR_MS,
        absoluteExpiresAtMs: clock.now() + 12 * HOUR_MS,
      });
    });

    it('gives every sign-in an id of its own', async () => {
      const ids = [await signIn(), await signIn()].map(({ id }) => id.reveal());
      expect(new Set(ids).size).toBe(2);
    });

    it('kills the session that this browser had, its tokens included', async () => {
      const former = await signIn();
      await records.write('tokens', former.id, { tokens: 1 }, former.idleExpiresAtMs);
      const stolen = new CookieBrowser();
      stolen.cookies.set('session-5000', browser.cookies.get('session-5000') ?? '');
      await signIn({ ...ADA, id: 'grace' });
      expect((await sessions.read(browser.request()))?.user.id).toBe('grace');
      expect(await isSignedIn(stolen)).toBe(false);
      expect(await records.read('tokens', former.id, anything)).toBeUndefined();
    });

    it('leaves sessions of other browsers alone', async () => {
      const phone = new CookieBrowser();
      await signIn(ADA, phone);
      await signIn();
      expect(await isSignedIn(phone)).toBe(true);
    });

    it('never takes over an id that the browser brings', async () => {
      await signIn();
      const planted = new CookieBrowser();
      planted.cookies.set('session-5000', browser.cookies.get('session-5000') ?? '');
      const session = await signIn(ADA, planted);
      expect(planted.cookies.get('session-5000')).toContain(session.id.reveal());
      expect(planted.cookies.get('session-5000')).not.toBe(browser.cookies.get('session-5000'));
    });
  });

  describe('prepare', () => {
    it('writes nothing: nobody is signed in yet', () => {
      sessions.prepare(ADA, null);
      expect(store.calls).toEqual([]);
    });
  });

  describe('endSession', () => {
    it('ends a session without its browser, its tokens and its places in the indexes included', async () => {
      const session = await signIn();
      await records.write('tokens', session.id, { tokens: 1 }, session.idleExpiresAtMs);
      const phone = new CookieBrowser();
      await signIn(ADA, phone);
      await sessions.endSession(session);
      expect(await isSignedIn()).toBe(false);
      expect(await records.read('tokens', session.id, anything)).toBeUndefined();
      expect(await isSignedIn(phone)).toBe(true);
      expect(await sessions.endAll({ user: ADA })).toBe(1);
    });

    it('rejects when the store fails', async () => {
      const session = await signIn();
      store.outage = new Error('down');
      await expect(sessions.endSession(session)).rejects.toBeInstanceOf(StoreUnavailableError);
    });
  });

  describe('read', () => {
    it('asks the store nothing without a cookie of ours', async () => {
      expect(await sessions.read(browser.request())).toBeUndefined();
      browser.cookies.set('session-5000', 'forged.forged');
      expect(await sessions.read(browser.request())).toBeUndefined();
      expect(store.calls).toEqual([]);
    });

    it('asks the store once for each request, however many ask', async () => {
      await signIn();
      const request = browser.request();
      store.takeCalls();
      await Promise.all([sessions.read(request), sessions.read(request), sessions.resume(request)]);
      expect(store.takeCalls()).toEqual(['get']);
      await sessions.read(browser.request());
      expect(store.takeCalls()).toEqual(['get']);
    });

    it('gives a session that whoever asks can not change for others', async () => {
      await signIn();
      const read = () => sessions.read(browser.request());
      const session = await read();
      expect(() => session?.user.roles.push('Root')).toThrow(TypeError);
      expect((await read())?.user).toEqual(ADA);
    });

    it('extends nothing, however often it is asked', async () => {
      await signIn();
      for (let minute = 0; minute < 59; minute += 1) {
        clock.advance(MINUTE_MS);
        expect(await isSignedIn()).toBe(true);
      }
      expect(store.called('extend')).toBe(0);
      clock.advance(MINUTE_MS - 1);
      expect(await isSignedIn()).toBe(true);
      clock.advance(1);
      expect(await isSignedIn()).toBe(false);
    });
  });

  describe('resume', () => {
    it('moves the idle end', async () => {
      await signIn();
      clock.advance(30 * MINUTE_MS);
      await resume();
      expect((await sessions.read(browser.request()))?.idleExpiresAtMs).toBe(clock.now() + HOUR_MS);
      clock.advance(HOUR_MS - 1);
      expect(await isSignedIn()).toBe(true);
      clock.advance(1);
      expect(await isSignedIn()).toBe(false);
    });

    it('fetches the tokens with the session, for whoever in this request wants them', async () => {
      const { id, idleExpiresAtMs } = await signIn();
      await records.write('tokens', id, { tokens: 1 }, idleExpiresAtMs);
      store.takeCalls();
      const session = await createSessions(unitConfiguration(ENV), clock, log.logger, store, records).resume(
        browser.request(),
      );
      expect((await records.read('tokens', (session as Session).id, anything))?.value).toEqual({ tokens: 1 });
      expect(store.takeCalls()).toEqual(['getAll']);
    });

    it('moves the end of the tokens with it', async () => {
      const session = await signIn();
      await records.write('tokens', session.id, { tokens: 1 }, session.idleExpiresAtMs);
      clock.advance(30 * MINUTE_MS);
      await resume();
      clock.advance(HOUR_MS - 1);
      expect(await records.read('tokens', session.id, anything)).toBeDefined();
    });

    it('writes at most once a minute', async () => {
      await signIn();
      for (let second = 0; second < 180; second += 1) {
        clock.advance(1000);
        await resume();
      }
      expect(store.called('extend')).toBe(3);
    });

    it('writes more often where the idle time is short, so that activity always counts', async () => {
      sessions = serviceWith({ SESSION_IDLE_SECONDS: '10' });
      await signIn();
      for (let second = 0; second < 60; second += 1) {
        clock.advance(1000);
        expect(await resume()).toBeDefined();
      }
    });

    it('never moves the idle end beyond the absolute one', async () => {
      await signIn();
      for (let half = 0; half < 23; half += 1) {
        clock.advance(30 * MINUTE_MS);
        await resume();
        const session = await sessions.read(browser.request());
        expect(session?.idleExpiresAtMs).toBeLessThanOrEqual(session?.absoluteExpiresAtMs ?? 0);
      }
      clock.advance(30 * MINUTE_MS - 1);
      expect(await resume()).toBeDefined();
      clock.advance(1);
      expect(await resume()).toBeUndefined();
    });

    it('does not bring an ended session back', async () => {
      await signIn();
      clock.advance(HOUR_MS);
      expect(await resume()).toBeUndefined();
      expect(store.called('extend')).toBe(0);
    });

    it('does not bring back a session that ends between its read and its write', async () => {
      await signIn();
      clock.advance(30 * MINUTE_MS);
      const request = browser.request();
      await sessions.read(request);
      await sessions.end(browser.request(), new CookieBrowser().response);
      await sessions.resume(request);
      await settled();
      expect(await isSignedIn()).toBe(false);
    });
  });

  describe('the absolute end', () => {
    it('holds when it is nearer than the idle one', async () => {
      sessions = serviceWith({ SESSION_IDLE_SECONDS: '3600', SESSION_ABSOLUTE_SECONDS: '60' });
      const session = await signIn();
      expect(session.idleExpiresAtMs).toBe(session.absoluteExpiresAtMs);
      clock.advance(MINUTE_MS - 1);
      expect(await isSignedIn()).toBe(true);
      clock.advance(1);
      expect(await isSignedIn()).toBe(false);
    });

    it('holds for sessions from before it was made shorter', async () => {
      await signIn();
      clock.advance(30 * MINUTE_MS);
      sessions = serviceWith({ SESSION_ABSOLUTE_SECONDS: '1800' });
      expect(await isSignedIn()).toBe(false);
    });
  });

  describe('another instance', () => {
    let another: SessionService;
    beforeEach(async () => {
      another = serviceWith({ SESSION_IDLE_SECONDS: '3600', SESSION_ABSOLUTE_SECONDS: '43200' });
      await signIn();
      for (const each of [sessions, another]) expect(await each.resume(browser.request())).toMatchObject({ user: ADA });
    });

    it('keeps a challenge that is seen here at the next request', async () => {
      const session = await another.read(browser.request());
      await another.keepChallenge(session as Session, { scopes: ['Mail.Read'], claims: '{}' });
      const challenge = { scopes: ['Mail.Read'], claims: '{}', askedAtMs: clock.now() };
      expect((await sessions.read(browser.request()))?.challenge).toEqual(challenge);
      await another.dropChallenge(browser.request());
      expect((await sessions.resume(browser.request()))?.challenge).toBeUndefined();
    });

    it.each<[string, (at: SessionService) => Promise<unknown>]>([
      ['ends the session', (at) => at.end(browser.request(), new CookieBrowser().response)],
      ['ends all of the person', (at) => at.endAll({ user: ADA })],
      ['hears of a sign-out at Entra', (at) => at.endAll({ sid: 'sid of Ada' })],
    ])('%s, which is over here at once', async (_what, end) => {
      await end(another);
      expect(await sessions.resume(browser.request())).toBeUndefined();
      expect(await isSignedIn()).toBe(false);
    });
  });

  describe('end', () => {
    it('removes the session and its tokens and takes the cookie back', async () => {
      const session = await signIn();
      await records.write('tokens', session.id, { tokens: 1 }, session.idleExpiresAtMs);
      const stolen = new CookieBrowser();
      stolen.cookies.set('session-5000', browser.cookies.get('session-5000') ?? '');
      await sessions.end(browser.request(), browser.response);
      expect(store.called('delete')).toBe(1);
      expect(browser.cookies.has('session-5000')).toBe(false);
      expect(await isSignedIn(stolen)).toBe(false);
      expect(await records.read('tokens', session.id, anything)).toBeUndefined();
    });

    it('is seen by the same request', async () => {
      await signIn();
      const request = browser.request();
      await sessions.read(request);
      await sessions.end(request, browser.response);
      expect(await sessions.read(request)).toBeUndefined();
    });

    it('does no harm when nobody is signed in', async () => {
      await sessions.end(browser.request(), browser.response);
      browser.cookies.set('session-5000', 'garbage');
      await sessions.end(browser.request(), browser.response);
      expect(browser.cookies.has('session-5000')).toBe(false);
      expect(store.calls).toEqual([]);
    });
  });

  describe('while the store is down', () => {
    it.each<[string, () => Promise<unknown>]>([
      ['read', () => sessions.read(browser.request())],
      ['resume', () => sessions.resume(browser.request())],
      ['begin', () => signIn()],
      ['end', () => sessions.end(browser.request(), browser.response)],
    ])('%s says so and leaves the cookie alone', async (_method, call) => {
      await signIn();
      const cookie = browser.cookies.get('session-5000');
      store.outage = new Error('down');
      await expect(call()).rejects.toBeInstanceOf(StoreUnavailableError);
      expect(browser.cookies.get('session-5000')).toBe(cookie);
      expect(browser.cleared).toEqual([]);
      store.outage = undefined;
      expect(await isSignedIn()).toBe(true);
    });

    describe.each(['extend', 'addToIndex'] as const)('resume, when %s alone fails,', (method) => {
      const lines = (text: string) => log.lines().filter(({ msg }) => String(msg).startsWith(text));
      const failing = () => Object.assign(store, { [method]: () => Promise.reject(new Error('OOM')) });
      const recover = () => Reflect.deleteProperty(store, method);
      beforeEach(async () => {
        await signIn();
        failing();
      });

      it('gives the session, and says so once', async () => {
        for (let time = 0; time < 5; time += 1) {
          clock.advance(2 * MINUTE_MS);
          expect(await resume()).toMatchObject({ user: ADA });
        }
        expect(lines('sessions can not be kept alive')).toHaveLength(1);
      });

      it('tries again with the next request, and says that it is over', async () => {
        clock.advance(30 * MINUTE_MS);
        await resume();
        recover();
        clock.advance(2 * MINUTE_MS);
        await resume();
        clock.advance(HOUR_MS - 1);
        expect(await isSignedIn()).toBe(true);
        expect(lines('sessions are kept alive again')).toHaveLength(1);
        failing();
        await resume();
        expect(lines('sessions can not be kept alive')).toHaveLength(2);
      });
    });

    it.each(['extend', 'addToIndex'] as const)('resume does not wait for %s, which hangs', async (method) => {
      await signIn();
      clock.advance(30 * MINUTE_MS);
      Object.assign(store, { [method]: () => new Promise(() => undefined) });
      expect(await sessions.resume(browser.request())).toMatchObject({ user: ADA });
    });

    it('no session outlives its place in the indexes, where “end all sessions” finds it', async () => {
      const { idleExpiresAtMs } = await signIn();
      clock.advance(30 * MINUTE_MS);
      store.addToIndex = () => Promise.reject(new Error('OOM'));
      await resume();
      expect((await sessions.read(browser.request()))?.idleExpiresAtMs).toBe(idleExpiresAtMs);
    });

    it('an outage of one node of several is said once, though writes to the others succeed', async () => {
      const [here, there] = [browser, new CookieBrowser()];
      const { id } = await signIn();
      await signIn(ADA, there);
      const honest = store.extend.bind(store);
      store.extend = (keys, ends) =>
        keys[0]?.includes(referenceOf(id)) ? Promise.reject(new Error('OOM')) : honest(keys, ends);
      for (let time = 0; time < 10; time += 1) {
        clock.advance(MINUTE_MS);
        for (const each of [here, there]) await resume(each);
      }
      const told = log.lines().filter(({ msg }) => String(msg).startsWith('sessions '));
      expect(told.map(({ level }) => level)).toEqual(['error']);
    });
  });

  describe('endAll', () => {
    let phone: CookieBrowser;
    let grace: CookieBrowser;
    beforeEach(async () => {
      phone = new CookieBrowser();
      grace = new CookieBrowser();
      await signIn();
      await signIn(ADA, phone, 'sid of her phone');
      await signIn({ ...ADA, id: 'grace' }, grace, 'sid of Grace');
    });

    const areSignedIn = () => Promise.all([browser, phone, grace].map((each) => isSignedIn(each)));

    it('ends the sessions of a person in every browser, and nobody else’s', async () => {
      expect(await sessions.endAll({ user: ADA })).toBe(2);
      expect(await areSignedIn()).toEqual([false, false, true]);
      expect(await sessions.endAll({ user: ADA })).toBe(0);
    });

    it('ends the sessions of one sign-in at Entra alone', async () => {
      expect(await sessions.endAll({ sid: 'sid of her phone' })).toBe(1);
      expect(await areSignedIn()).toEqual([true, false, true]);
    });

    it('takes their tokens as well', async () => {
      const session = await signIn();
      await records.write('tokens', session.id, { tokens: 1 }, session.idleExpiresAtMs);
      await sessions.endAll({ user: ADA });
      expect(await records.read('tokens', session.id, anything)).toBeUndefined();
    });

    it.each([
      ['nobody', { user: { ...ADA, id: 'nobody' } }],
      ['the same id in another tenant', { user: { ...ADA, tenantId: 'another' } }],
      ['a sid that nobody has', { sid: 'unknown' }],
      ['a sid that is somebody’s id', { sid: `${ADA.tenantId}|${ADA.id}` }],
    ])('ends nothing of %s', async (_whose, group) => {
      expect(await sessions.endAll(group)).toBe(0);
      expect(await areSignedIn()).toEqual([true, true, true]);
    });

    it('finds sessions that began under a secret that is still listed, and no longer than that', async () => {
      const one = 'the-session-secret-of-this-spec-0123';
      const two = 'another-session-secret-0123456789-012';
      sessions = serviceWith({ SESSION_SECRET: two });
      expect(await sessions.endAll({ user: ADA })).toBe(0);
      sessions = serviceWith({ SESSION_SECRET: `${two},${one}` });
      expect(await sessions.endAll({ user: ADA })).toBe(2);
    });

    it('finds sessions for as long as requests keep them alive, and no longer', async () => {
      const indexed = async () => {
        const found = await Promise.all([...store.written.keys()].map((key) => store.readIndex(key)));
        return found.flat().length;
      };
      const all = await indexed();
      clock.advance(HOUR_MS - 1000);
      await resume();
      clock.advance(2000);
      expect(all).toBe(6);
      expect(await indexed()).toBe(2);
      expect(await sessions.endAll({ user: ADA })).toBe(1);
      expect(await isSignedIn()).toBe(false);
    });

    it('leaves nothing behind of a session that began under an older secret', async () => {
      const one = 'the-session-secret-of-this-spec-0123';
      const two = 'another-session-secret-0123456789-012';
      sessions = serviceWith({ SESSION_SECRET: `${two},${one}` });
      for (const each of [browser, phone, grace]) await sessions.end(each.request(), each.response);
      for (const key of store.written.keys()) expect(await store.readIndex(key)).toEqual([]);
    });

    it('ends what there is in a store that takes no writes, though an index names a session that is over', async () => {
      store.removeFromIndex = () => Promise.reject(new Error('OOM'));
      await sessions.end(phone.request(), phone.response);
      Reflect.deleteProperty(store, 'removeFromIndex');
      store.put = () => Promise.reject(new Error('OOM'));
      expect(await sessions.endAll({ user: ADA })).toBe(1);
      expect(await areSignedIn()).toEqual([false, false, true]);
    });

    it('finds them again when the store failed before they were ended', async () => {
      const honest = store.delete.bind(store);
      store.delete = () => Promise.reject(new Error('down'));
      await expect(sessions.endAll({ user: ADA })).rejects.toBeInstanceOf(StoreUnavailableError);
      store.delete = honest;
      expect(await sessions.endAll({ user: ADA })).toBe(2);
    });

    it('counts what there is, before and after', async () => {
      expect(await sessions.count({ user: ADA })).toBe(2);
      expect(await sessions.count({ sid: 'sid of her phone' })).toBe(1);
      await sessions.end(phone.request(), phone.response);
      expect(await sessions.count({ user: ADA })).toBe(1);
      await sessions.endAll({ sid: 'sid of Ada' });
      expect(await sessions.count({ user: ADA })).toBe(0);
      expect(await sessions.endAll({ user: ADA })).toBe(0);
    });

    it('ends all of a person who signed in more often than is remembered: what gives way has ended', async () => {
      const browsers: CookieBrowser[] = [];
      for (let time = 0; time < 140; time += 1) {
        clock.advance(1000);
        browsers.push(new CookieBrowser());
        await signIn({ ...ADA, id: 'collector' }, browsers.at(-1), `sid ${time}`);
      }
      const alive = await Promise.all(browsers.map((each) => isSignedIn(each)));
      expect(alive.map(Number).join('')).toBe('0'.repeat(12) + '1'.repeat(128));
      expect(await sessions.endAll({ user: { ...ADA, id: 'collector' } })).toBe(128);
      for (const each of browsers) expect(await isSignedIn(each)).toBe(false);
    });

    it('lets nobody give way who could not be ended, and ends them with the next', async () => {
      const collector = { ...ADA, id: 'collector' };
      const first = new CookieBrowser();
      await signIn(collector, first, null);
      clock.advance(1000);
      for (let time = 0; time < 127; time += 1) await signIn(collector, new CookieBrowser(), null);
      const honest = store.delete.bind(store);
      store.delete = () => Promise.reject(new Error('down'));
      await expect(signIn(collector, new CookieBrowser(), null)).rejects.toBeInstanceOf(StoreUnavailableError);
      store.delete = honest;
      expect(await isSignedIn(first)).toBe(true);
      expect(await sessions.count({ user: collector })).toBe(129);
      await signIn(collector, new CookieBrowser(), null);
      expect(await isSignedIn(first)).toBe(false);
      expect(await sessions.count({ user: collector })).toBe(128);
    });

    it('spares the session of whoever asks, so that it can be ended last', async () => {
      const mine = await sessions.read(browser.request());
      expect(await sessions.endAll({ user: ADA }, mine)).toBe(1);
      expect(await areSignedIn()).toEqual([true, false, true]);
    });

    it('leaves nothing behind in the store', async () => {
      await sessions.endAll({ user: ADA });
      await sessions.end(grace.request(), grace.response);
      expect(await store.count('')).toBe(0);
      const inIndexes = () => Promise.all([...store.written.keys()].map((key) => store.readIndex(key)));
      // References in the indexes by `sid`, which lead nowhere and go when the sessions would have ended.
      expect((await inIndexes()).flat()).toHaveLength(2);
      expect(await sessions.endAll({ sid: 'sid of Ada' })).toBe(0);
      clock.advance(HOUR_MS);
      expect((await inIndexes()).flat()).toEqual([]);
    });

    it('shows nobody to whoever reads the store', () => {
      const keys = [...store.written.keys()];
      expect(new Set(keys.map((key) => key.split(':')[0]))).toEqual(new Set(['session', 'users', 'sids']));
      // Nothing but a hash: short names stand in random text by chance.
      for (const key of keys) expect(key).toMatch(/^[a-z]+:(?:[\w-]{43}|\{[\w-]{43}\})$/);
    });
  });

  describe('forms in the store', () => {
    const record = { user: ADA, sid: 'sid of Ada', signedInAtMs: 0 };

    /** A session whose record is as some version wrote it. */
    async function stored(plain: object): Promise<void> {
      const session = await signIn();
      await records.write('session', session.id, plain, session.idleExpiresAtMs);
    }

    it.each([
      ['version 1 wrote it', {}],
      ['it was before there was a sid', { sid: undefined }],
      ['a later version writes it, with more than we know', { more: 1, user: { ...ADA, department: 'Sales' } }],
    ])('a record is read as %s', async (_version, changes) => {
      await stored({ ...record, signedInAtMs: clock.now(), ...changes });
      expect((await sessions.read(browser.request()))?.user).toEqual(ADA);
      expect(log.lines().filter(({ level }) => level === 'warn')).toEqual([]);
    });

    it('a record of a form that nobody knows is none, and the log says which fields it was', async () => {
      await stored({ ...record, user: { ...ADA, roles: 'Admin' } });
      expect(await sessions.read(browser.request())).toBeUndefined();
      expect(log.lines()).toContainEqual(
        expect.objectContaining({
          level: 'warn',
          kind: 'session',
          fields: ['user.roles'],
        }),
      );
      expect(log.text()).not.toMatch(/Lovelace|contoso/);
    });
  });

  describe('a cookie that SESSION_SECRET no longer vouches for', () => {
    beforeEach(async () => {
      await signIn();
      sessions = serviceWith({ SESSION_SECRET: 'another-session-secret-0123456789-012' });
    });

    it('is no session', async () => {
      expect(await isSignedIn()).toBe(false);
    });

    it('is enough to end that session, of which nothing is read', async () => {
      const stolen = new CookieBrowser();
      for (const [name, value] of browser.cookies) stolen.cookies.set(name, value);
      const reads = store.called('get');
      await sessions.end(browser.request(), browser.response);
      expect(store.called('get')).toBe(reads);
      expect(browser.cookies.has('session-5000')).toBe(false);
      sessions = serviceWith({});
      expect(await isSignedIn(stolen)).toBe(false);
      expect(await store.count('')).toBe(0);
    });

    it('ends with the next sign-in in that browser', async () => {
      const former = new CookieBrowser();
      for (const [name, value] of browser.cookies) former.cookies.set(name, value);
      await signIn();
      sessions = serviceWith({});
      expect(await isSignedIn(former)).toBe(false);
      expect(await store.count('session:')).toBe(1);
    });

    it.each(['', 'x', '%', 'A'.repeat(42), `${'A'.repeat(42)}*`, 'A'.repeat(44)])(
      'asks the store nothing when it is no id: %j',
      async (id) => {
        browser.cookies.set('session-5000', `${id}.signature`);
        const calls = store.calls.length;
        await sessions.end(browser.request(), browser.response);
        expect(store.calls.length).toBe(calls);
      },
    );
  });
});
