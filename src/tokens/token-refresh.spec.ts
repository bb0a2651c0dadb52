import { Secret } from '../../config/secret.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { ObservedRecordStore } from '../../test/support/observed-record-store.js';
import { recordLog, type RecordedLog } from '../../test/support/recorded-log.js';
import { FakeTokenClient, outage, refused, tokenService } from '../../test/support/token-instances.js';
import { TENANT_ID } from '../../test/support/unit-configuration.js';
import { newSessionId } from '../session/session-cookie.js';
import type { Session } from '../session/session.js';
import { SealedRecords } from '../session/store/sealed-records.js';
import type { TokenService } from './token.service.js';
import { EntraOutageError, InteractionRequiredError } from './tokens.errors.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const USER_READ = ['User.Read'];
const CHALLENGE = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
/** Longer than a waiter takes between two looks. */
const A_LOOK_MS = 250;

describe('a refresh among several instances', () => {
  let clock: ManualClock;
  let store: ObservedRecordStore;
  let client: FakeTokenClient;
  let log: RecordedLog;
  let instances: [TokenService, TokenService, TokenService];
  let session: Session;

  beforeEach(async () => {
    clock = new ManualClock();
    store = new ObservedRecordStore(clock);
    client = new FakeTokenClient(clock);
    log = recordLog();
    const instance = () => tokenService(store, clock, log, client);
    instances = [instance(), instance(), instance()];
    session = {
      id: newSessionId(),
      user: { id: 'ada', tenantId: TENANT_ID, name: null, username: null, roles: [] },
      sid: null,
      signedInAtMs: clock.now(),
      idleExpiresAtMs: clock.now() + 12 * HOUR_MS,
      absoluteExpiresAtMs: clock.now() + 12 * HOUR_MS,
    };
    const tokenSet = {
      accessToken: new Secret('access 0'),
      scopes: USER_READ,
      expiresAtMs: clock.now() + HOUR_MS,
      refreshToken: new Secret('refresh 0'),
      idToken: undefined,
    };
    await instances[0].store(session, tokenSet, USER_READ, null);
  });

  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const ask = async (instance: TokenService) =>
    (await instance.getAccessTokenForUser(session, USER_READ)).reveal();
  const failure = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      (token) => token,
      (error: unknown) => error,
    );
  const everywhere = <T>(perform: (instance: TokenService) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 30 }, (_unused, each) => perform(instances[each % 3] as TokenService)));

  it('is one, and all get its token', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = () => sleep(A_LOOK_MS);
    expect(new Set(await everywhere(ask))).toEqual(new Set(['access 1']));
    expect(client.refreshes).toHaveLength(1);
  });

  it('is one also when it fails: all get its outage, and the next one tries again', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = () => sleep(A_LOOK_MS).then(outage);
    const errors = await everywhere((instance) => failure(ask(instance)));
    for (const error of errors) expect(error).toMatchObject({ code: 'entra_timeout', status: 504 });
    expect(client.refreshes).toHaveLength(1);
    client.meanwhile = () => Promise.resolve();
    expect(await ask(instances[1])).toBe('access 2');
  });

  it('is one also when Entra refuses: all are asked to sign in again, with what Entra wants to see', async () => {
    clock.advance(HOUR_MS);
    const details = { aadsts: 'AADSTS50076', traceId: 'a1', text: 'says Microsoft' };
    const refuse = refused('invalid_grant', { suberror: 'basic_action', claims: CHALLENGE, details });
    client.meanwhile = () => sleep(A_LOOK_MS).then(refuse);
    const errors = await everywhere((instance) => failure(ask(instance)));
    for (const error of errors) {
      expect(error).toBeInstanceOf(InteractionRequiredError);
      expect(error).toMatchObject({
        challenge: { scopes: USER_READ, claims: CHALLENGE },
        entra: { aadsts: 'AADSTS50076', traceId: 'a1' },
      });
    }
    expect(client.refreshes).toHaveLength(1);
  });

  it('holds up nobody whose token is still good', async () => {
    clock.advance(58 * MINUTE_MS);
    let finish = () => {};
    client.meanwhile = () => new Promise((resolve) => (finish = resolve));
    const first = ask(instances[0]);
    await sleep(20);
    expect(await ask(instances[1])).toBe('access 0');
    expect(await ask(instances[2])).toBe('access 0');
    finish();
    expect(await first).toBe('access 1');
    expect(client.refreshes).toHaveLength(1);
  });

  it('is taken over from an instance that died', async () => {
    clock.advance(HOUR_MS);
    await new SealedRecords(store).holdRefreshLease(session.id, 'an instance that died', 4000);
    const waiting = ask(instances[0]);
    await sleep(A_LOOK_MS);
    expect(client.refreshes).toHaveLength(0);
    clock.advance(4001);
    expect(await waiting).toBe('access 1');
  });

  it('uses the newer tokens of an instance that was faster, when its own are refused', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = async () => {
      client.meanwhile = () => Promise.resolve();
      // We sleep through our lease, another instance refreshes, and Entra takes our token for reused.
      clock.advance(4001);
      expect(await ask(instances[1])).toBe('access 2');
      return refused('invalid_grant')();
    };
    expect(await ask(instances[0])).toBe('access 2');
    expect(client.refreshes.map(({ refreshToken }) => refreshToken)).toEqual(['refresh 0', 'refresh 0']);
  });

  it('keeps both tokens when another instance wrote for other scopes meanwhile', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = async () => {
      client.meanwhile = () => Promise.resolve();
      clock.advance(4001);
      await instances[1].getAccessTokenForUser(session, ['Mail.Read']);
    };
    expect(await ask(instances[0])).toBe('access 1');
    expect(await ask(instances[2])).toBe('access 1');
    const mail = await instances[2].getAccessTokenForUser(session, ['Mail.Read']);
    expect(mail.reveal()).toBe('access 2');
  });

  it('is kept although the store fails for a moment', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = () => {
      store.outage = new Error('cut off');
      const replace = store.replace.bind(store);
      store.replace = (...parameters) => {
        const answer = replace(...parameters);
        store.outage = undefined;
        store.replace = replace;
        return answer;
      };
      return Promise.resolve();
    };
    expect(await ask(instances[0])).toBe('access 1');
    expect(await ask(instances[1])).toBe('access 1');
    expect(client.refreshes).toHaveLength(1);
  });

  it('leaves no lease behind, and no failure after half a minute', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = outage;
    expect(await failure(ask(instances[0]))).toBeInstanceOf(EntraOutageError);
    const records = new SealedRecords(store);
    expect(await records.holdRefreshLease(session.id, 'anybody', 1000)).toBe(true);
    expect(await store.count('refresh:')).toBe(1);
    clock.advance(30_000);
    expect(await store.count('refresh:')).toBe(0);
  });

  it('shows nothing of it to whoever reads the store', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = refused('invalid_grant', { details: { aadsts: 'AADSTS50173' } });
    await failure(ask(instances[0]));
    const written = [...store.written].map(
      ([key, value]) => key + Buffer.from(value, 'base64url').toString('latin1'),
    );
    expect(written.join()).not.toMatch(/AADSTS|sign_in|access 0|refresh 0|ada/);
  });
});
