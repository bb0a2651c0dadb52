import { Secret } from '../../config/secret.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { type ObservedRecordStore, observedRecordStore } from '../../test/support/observed-record-store.js';
import { recordLog, type RecordedLog } from '../../test/support/recorded-log.js';
import { FakeTokenClient, outage, refused, sessionOn, tokenService } from '../../test/support/token-instances.js';
import type { Session } from '../session/session.js';
import { referenceOf, SealedRecords } from '../store/sealed-records.js';
import { encodeTokenRecord, tokenRecordSchema, withTokenSet } from './token-record.js';
import type { TokenService } from './token.service.js';
import { EntraOutageError } from '../entra/entra.errors.js';
import { InteractionRequiredError } from './tokens.errors.js';

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
    store = observedRecordStore(clock);
    client = new FakeTokenClient(clock);
    log = recordLog();
    const instance = () => tokenService(store, clock, log, client);
    instances = [instance(), instance(), instance()];
    session = sessionOn(store, clock);
    const tokenSet = {
      accessToken: new Secret('access 0'),
      scopes: USER_READ,
      expiresAtMs: clock.now() + HOUR_MS,
      refreshToken: new Secret('refresh 0'),
      idToken: undefined,
    };
    await instances[0].store(session, tokenSet, USER_READ, null);
  });

  const leaseKey = () => `lease:{${referenceOf(session.id)}}`;
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const ask = async (instance: TokenService) => (await instance.getAccessTokenForUser(session, USER_READ)).reveal();
  const failure = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      (token) => token,
      (error: unknown) => error,
    );
  /** What an instance does that refreshes for other scopes meanwhile. */
  const writeTokens = async (accessToken: string) => {
    const records = new SealedRecords(store, log.logger);
    const read = await records.read('tokens', session.id, tokenRecordSchema);
    if (read === undefined) throw new Error('the record is gone');
    const tokenSet = {
      accessToken: new Secret(accessToken),
      scopes: ['Mail.Read'],
      expiresAtMs: clock.now(),
      refreshToken: new Secret(`refresh of ${accessToken}`),
      idToken: undefined,
    };
    const record = encodeTokenRecord(withTokenSet(read.value, tokenSet, ['Mail.Read'], clock.now()));
    expect(await records.replace('tokens', session.id, record, read.version)).toBe(true);
  };
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
    await store.holdLease(leaseKey(), 'an instance that died', 4000);
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

  it('keeps its lease for as long as it takes', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = async () => {
      clock.advance(3000);
      await sleep(1200);
      // Past the time that it was taken for, and within that which it was prolonged to.
      clock.advance(3000);
      expect(await store.holdLease(leaseKey(), 'another instance', 1000)).toBe(false);
    };
    expect(await ask(instances[0])).toBe('access 1');
  });

  it('that fails is no failure of those who want something else', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = ({ scopes }) => (scopes === USER_READ ? sleep(A_LOOK_MS).then(outage) : sleep(0));
    const failing = failure(ask(instances[0]));
    await sleep(50);
    const mail = instances[1].getAccessTokenForUser(session, ['Mail.Read']);
    expect(await failing).toBeInstanceOf(EntraOutageError);
    expect((await mail).reveal()).toBe('access 2');
  });

  it('is given up in the end, when whoever holds the lease neither finishes nor dies', async () => {
    clock.advance(HOUR_MS);
    const impatient = tokenService(store, clock, log, client, { tokenMs: 50, discoveryMs: 50 });
    await store.holdLease(leaseKey(), 'a holder that never ends', HOUR_MS);
    expect(await failure(ask(impatient))).toMatchObject({ name: 'EntraOutageError', code: 'entra_timeout' });
    expect(client.refreshes).toEqual([]);
  });

  it('has failures of the same kind for those who waited as for whoever tried', async () => {
    clock.advance(HOUR_MS);
    const details = { aadsts: 'AADSTS7000222' };
    for (const [meanwhile, name, code] of [
      [outage, 'EntraOutageError', 'entra_timeout'],
      [refused('invalid_client', { details }), 'TokenRefusedError', 'client_credential_refused'],
    ] as const) {
      client.meanwhile = () => sleep(A_LOOK_MS).then(meanwhile);
      for (const error of await everywhere((instance) => failure(ask(instance)))) {
        expect(error).toMatchObject({ name, code });
      }
    }
  });

  it('that failed early is not tried with every request: for half a minute the token in hand does', async () => {
    clock.advance(57 * MINUTE_MS);
    for (const meanwhile of [outage, refused('invalid_client')]) {
      client.refreshes.length = 0;
      client.meanwhile = meanwhile;
      for (const instance of instances) expect(await ask(instance)).toBe('access 0');
      expect(client.refreshes).toHaveLength(1);
      clock.advance(30_000);
    }
    client.meanwhile = () => Promise.resolve();
    expect(await ask(instances[0])).not.toBe('access 0');
  });

  it('that Entra refused is not tried again with the same token, but is after a new sign-in', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = refused('invalid_grant', { suberror: 'bad_token' });
    for (const instance of [...instances, ...instances]) {
      expect(await failure(ask(instance))).toMatchObject({
        name: 'InteractionRequiredError',
        log: { error: 'invalid_grant', suberror: 'bad_token' },
      });
    }
    expect(client.refreshes).toHaveLength(1);
    clock.advance(10 * MINUTE_MS);
    await failure(ask(instances[0]));
    expect(client.refreshes).toHaveLength(2);
  });

  it('that succeeded meanwhile counts for more than one that failed', async () => {
    clock.advance(HOUR_MS);
    let fail = () => {};
    client.meanwhile = () => new Promise<void>((resolve) => (fail = resolve)).then(outage);
    const first = failure(ask(instances[0]));
    const waiting = ask(instances[1]);
    await sleep(A_LOOK_MS);
    client.meanwhile = () => Promise.resolve();
    fail();
    // From here to the end of the third no timer runs: the waiter looks again when both have written.
    expect(await first).toMatchObject({ code: 'entra_timeout' });
    expect(await ask(instances[2])).toBe('access 2');
    expect(await waiting).toBe('access 2');
    expect(client.refreshes).toHaveLength(2);
  });

  it('is redeemed twice at most, however often others write meanwhile', async () => {
    clock.advance(HOUR_MS);
    let writes = 0;
    client.meanwhile = async () => {
      writes += 1;
      await writeTokens(`other ${writes}`);
      return refused('invalid_grant')();
    };
    expect(await failure(ask(instances[0]))).toBeInstanceOf(InteractionRequiredError);
    expect(client.refreshes).toHaveLength(2);
  });

  it('leaves no lease behind when it fails', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = outage;
    expect(await failure(ask(instances[0]))).toBeInstanceOf(EntraOutageError);
    expect(await store.holdLease(leaseKey(), 'anybody', 1000)).toBe(true);
  });

  // Twenty requests were twenty times the same dead token, which Entra answers with AADSTS50196.
  it('that Entra refused is not tried again either when others ask for something else in between', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = refused('invalid_grant', { suberror: 'bad_token' });
    for (let round = 0; round < 20; round += 1) {
      for (const scopes of [USER_READ, ['Mail.Read']]) {
        const asked = instances[0].getAccessTokenForUser(session, scopes);
        expect(await failure(asked)).toBeInstanceOf(InteractionRequiredError);
      }
    }
    expect(client.refreshes.map(({ scopes }) => scopes)).toEqual([USER_READ, ['Mail.Read']]);
  });

  it('that failed is told by the record of the tokens: one read of the store, and no write', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = refused('invalid_grant');
    await failure(ask(instances[0]));
    const before = store.calls.length;
    await failure(ask(instances[1]));
    expect(new Set(store.calls.slice(before))).toEqual(new Set(['get']));
  });

  it('that succeeds makes earlier failures forgotten', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = refused('invalid_grant');
    await failure(ask(instances[0]));
    client.meanwhile = () => Promise.resolve();
    await instances[1].getAccessTokenForUser(session, ['Mail.Read']);
    expect(await ask(instances[2])).toBe('access 3');
  });

  it('that failed is not noted in tokens that others wrote meanwhile', async () => {
    clock.advance(HOUR_MS);
    let writes = 0;
    client.meanwhile = async () => {
      writes += 1;
      await writeTokens(`other ${writes}`);
      return refused('invalid_grant')();
    };
    expect(await failure(ask(instances[0]))).toBeInstanceOf(InteractionRequiredError);
    client.meanwhile = () => Promise.resolve();
    expect(await ask(instances[1])).toBe('access 3');
    expect(client.refreshes.at(-1)?.refreshToken).toBe('refresh of other 2');
  });

  it('is not made when another instance finished between the look and the lease', async () => {
    clock.advance(HOUR_MS);
    const holdLease = store.holdLease.bind(store);
    store.holdLease = async (...parameters) => {
      store.holdLease = holdLease;
      expect(await ask(instances[1])).toBe('access 1');
      return holdLease(...parameters);
    };
    expect(await ask(instances[0])).toBe('access 1');
    expect(client.refreshes).toHaveLength(1);
  });

  it('that fails leaves nothing behind of somebody who signed out meanwhile', async () => {
    for (const answer of [outage, refused('invalid_grant')]) {
      clock.advance(HOUR_MS);
      client.meanwhile = () => new SealedRecords(store, log.logger).delete(session.id).then(answer);
      await failure(ask(instances[0]));
      expect(await store.count('')).toBe(0);
    }
  });

  it('that fails is remembered no longer than the session lives', async () => {
    clock.advance(12 * HOUR_MS - 60_000);
    client.meanwhile = refused('invalid_grant');
    await failure(ask(instances[0]));
    clock.advance(60_000);
    expect(await store.count('')).toBe(0);
  });

  it('shows nothing of it to whoever reads the store', async () => {
    clock.advance(HOUR_MS);
    client.meanwhile = refused('invalid_grant', { details: { aadsts: 'AADSTS50173' } });
    await failure(ask(instances[0]));
    const written = [...store.written].map(([key, value]) => key + Buffer.from(value, 'base64url').toString('latin1'));
    expect(written.join()).not.toMatch(/AADSTS|sign_in|access 0|refresh 0/);
    expect(written.join()).not.toContain(session.user.tenantId);
  });
});
