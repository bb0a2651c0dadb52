import { Secret } from '../../config/secret.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { type ObservedRecordStore, observedRecordStore } from '../../test/support/observed-record-store.js';
import { recordLog, type RecordedLog } from '../../test/support/recorded-log.js';
import { FakeTokenClient, outage, refused, sessionOn, tokenService } from '../../test/support/token-instances.js';
import { Events, type ServiceEvent } from '../common/events.js';
import { StoreUnavailableError } from '../store/store.errors.js';
import { newSessionId } from '../session/session-cookie.js';
import type { Session } from '../session/session.js';
import { SealedRecords } from '../store/sealed-records.js';
import type { AccessTokenOptions } from './token-request.js';
import type { TokenService } from './token.service.js';
import type { TokenSet } from '../entra/token-set.js';
import { EntraOutageError } from '../entra/entra.errors.js';
import { InteractionRequiredError } from './tokens.errors.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const USER_READ = ['User.Read'];
const MAIL_READ = ['Mail.Read'];
const CHALLENGE = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';

describe('TokenService', () => {
  let clock: ManualClock;
  let store: ObservedRecordStore;
  let client: FakeTokenClient;
  let log: RecordedLog;
  let tokens: TokenService;
  let session: Session;

  beforeEach(async () => {
    clock = new ManualClock();
    store = observedRecordStore(clock);
    client = new FakeTokenClient(clock);
    log = recordLog();
    tokens = instance();
    session = sessionOn(store, clock);
    await signIn();
  });

  /** One more instance of the service on the same store. */
  function instance(on: ObservedRecordStore = store): TokenService {
    return tokenService(on, clock, log, client);
  }

  /** The token of the sign-in is good for an hour. */
  async function signIn(refreshToken: string | undefined = 'refresh 0', loginHint: string | null = 'hint') {
    const tokenSet: TokenSet = {
      accessToken: new Secret('access 0'),
      scopes: USER_READ,
      expiresAtMs: clock.now() + HOUR_MS,
      refreshToken: refreshToken === undefined ? undefined : new Secret(refreshToken),
      idToken: undefined,
    };
    await tokens.store(session, tokenSet, USER_READ, loginHint);
  }

  async function ask(scopes = USER_READ, options?: AccessTokenOptions, at = tokens): Promise<string> {
    return (await at.getAccessTokenForUser(session, scopes, options)).reveal();
  }

  const failure = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => {
        throw new Error('it succeeded');
      },
      (error: unknown) => error,
    );
  const many = <T>(perform: () => Promise<T>) => Array.from({ length: 50 }, perform);
  const signOut = async () => void (await new SealedRecords(store, log.logger).delete(session.id));

  describe('a token in hand', () => {
    it('is returned while it is fresh', async () => {
      expect(await ask()).toBe('access 0');
      expect(client.refreshes).toEqual([]);
    });

    it('is fresh until it has five minutes left', async () => {
      clock.advance(55 * MINUTE_MS - 1);
      expect(await ask()).toBe('access 0');
      clock.advance(1);
      expect(await ask()).toBe('access 1');
    });

    it('costs one read of the store and no write', async () => {
      const before = store.calls.length;
      await ask();
      expect(store.calls.slice(before)).toEqual(['get']);
    });

    it('is not given for scopes that it does not have', async () => {
      expect(await ask(MAIL_READ)).toBe('access 1');
      expect(client.refreshes).toEqual([{ refreshToken: 'refresh 0', scopes: MAIL_READ, claims: undefined }]);
      expect(await ask(USER_READ)).toBe('access 0');
    });

    it('of another session is not given', async () => {
      const another = { ...session, id: newSessionId() };
      await expect(tokens.getAccessTokenForUser(another, USER_READ)).rejects.toBeInstanceOf(InteractionRequiredError);
    });
  });

  describe('a stale token', () => {
    beforeEach(() => clock.advance(HOUR_MS));

    it('is refreshed once for any number of parallel callers', async () => {
      expect(new Set(await Promise.all(many(() => ask())))).toEqual(new Set(['access 1']));
      expect(client.refreshes).toEqual([{ refreshToken: 'refresh 0', scopes: USER_READ, claims: undefined }]);
    });

    it('gives way to the new one, which is kept', async () => {
      await ask();
      expect(await ask()).toBe('access 1');
      expect(await ask(USER_READ, {}, instance())).toBe('access 1');
      expect(client.refreshes).toHaveLength(1);
    });

    it('is refreshed with the newest refresh token each time', async () => {
      await ask();
      clock.advance(HOUR_MS);
      await ask();
      expect(client.refreshes.map(({ refreshToken }) => refreshToken)).toEqual(['refresh 0', 'refresh 1']);
    });

    it('is refreshed with the former refresh token when no new one came', async () => {
      client.givesRefreshToken = false;
      await ask();
      clock.advance(HOUR_MS);
      await ask();
      expect(client.refreshes.map(({ refreshToken }) => refreshToken)).toEqual(['refresh 0', 'refresh 0']);
    });

    it('is refreshed one at a time where callers want different scopes, each with the newest refresh token', async () => {
      let underWay = 0;
      let most = 0;
      client.meanwhile = async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
      };
      const got = await Promise.all([...many(() => ask(USER_READ)), ...many(() => ask(MAIL_READ))]);
      expect(new Set(got)).toEqual(new Set(['access 1', 'access 2']));
      expect(client.refreshes.map(({ refreshToken }) => refreshToken)).toEqual(['refresh 0', 'refresh 1']);
      expect(most).toBe(1);
    });

    it('is refreshed at the same time for another session', async () => {
      const another = { ...session, id: newSessionId() };
      await tokens.store(another, await staleTokenSet(), USER_READ, null);
      await Promise.all([ask(), tokens.getAccessTokenForUser(another, USER_READ)]);
      expect(client.refreshes.map(({ refreshToken }) => refreshToken).sort()).toEqual(['another refresh', 'refresh 0']);
    });

    it('does not move the end of the record', async () => {
      await ask();
      clock.advance(11 * HOUR_MS);
      await expect(ask()).rejects.toBeInstanceOf(InteractionRequiredError);
    });

    it('can not be refreshed without a refresh token', async () => {
      await signOut();
      await tokens.store(session, { ...(await staleTokenSet()), refreshToken: undefined }, USER_READ, null);
      const error = await failure(ask());
      expect(error).toBeInstanceOf(InteractionRequiredError);
      expect(error).toMatchObject({ code: 'sign_in_again', challenge: { scopes: USER_READ } });
      expect(client.refreshes).toEqual([]);
    });

    function staleTokenSet(): Promise<TokenSet> {
      return Promise.resolve({
        accessToken: new Secret('another access'),
        scopes: USER_READ,
        expiresAtMs: clock.now(),
        refreshToken: new Secret('another refresh'),
        idToken: undefined,
      });
    }
  });

  describe('an outage of Entra', () => {
    it('is shared by all who wait, and asked about once', async () => {
      clock.advance(HOUR_MS);
      client.meanwhile = outage;
      const errors = await Promise.all(many(() => failure(ask())));
      expect(new Set(errors).size).toBe(1);
      expect(errors[0]).toBeInstanceOf(EntraOutageError);
      expect(client.refreshes).toHaveLength(1);
    });

    it('costs nobody the session: the next caller tries again', async () => {
      clock.advance(HOUR_MS);
      client.meanwhile = outage;
      await failure(ask());
      client.meanwhile = () => Promise.resolve();
      expect(await ask()).toBe('access 2');
      expect(client.refreshes.map(({ refreshToken }) => refreshToken)).toEqual(['refresh 0', 'refresh 0']);
    });

    it('is not noticed while the token in hand is still good', async () => {
      clock.advance(56 * MINUTE_MS);
      client.meanwhile = outage;
      expect(new Set(await Promise.all(many(() => ask())))).toEqual(new Set(['access 0']));
      expect(client.refreshes).toHaveLength(1);
      expect(log.lines()).toHaveLength(1);
      expect(log.lines()[0]).toMatchObject({ level: 'warn', err: { errorCode: 'entra_timeout' } });
      expect(log.text()).not.toMatch(/access 0|refresh 0/);
    });

    it('does not bring back a token that has expired, to the millisecond', async () => {
      client.meanwhile = outage;
      clock.advance(HOUR_MS - 1);
      expect(await ask()).toBe('access 0');
      clock.advance(1);
      expect(await failure(ask())).toBeInstanceOf(EntraOutageError);
    });

    it('does not bring back a token that the API refused', async () => {
      client.meanwhile = outage;
      const error = await failure(ask(USER_READ, { rejected: new Secret('access 0') }));
      expect(error).toBeInstanceOf(EntraOutageError);
    });
  });

  describe('a refusal of Entra', () => {
    beforeEach(() => clock.advance(HOUR_MS));

    it.each(['invalid_grant', 'interaction_required', 'consent_required', 'login_required'])(
      '%s means that the person has to sign in again, for these scopes and with the claims that Entra asks for',
      async (code) => {
        const details = { aadsts: 'AADSTS50076', traceId: 'trace' };
        client.meanwhile = refused(code, { claims: CHALLENGE, suberror: 'basic_action', details });
        const error = await failure(ask());
        expect(error).toBeInstanceOf(InteractionRequiredError);
        expect(error).toMatchObject({
          code: 'sign_in_again',
          status: 401,
          challenge: { scopes: USER_READ, claims: CHALLENGE },
          entra: details,
          log: { error: code, suberror: 'basic_action' },
        });
      },
    );

    it('leaves Graph’s claims to ask for when Entra names none', async () => {
      client.meanwhile = refused('invalid_grant');
      const options = { rejected: new Secret('access 0'), claims: CHALLENGE };
      expect(await failure(ask(USER_READ, options))).toMatchObject({ challenge: { claims: CHALLENGE } });
    });

    it('has no claims to ask for when nobody named any', async () => {
      client.meanwhile = refused('invalid_grant');
      expect(await failure(ask())).toMatchObject({ challenge: { scopes: USER_READ, claims: undefined } });
    });

    it('leaves the tokens as they were', async () => {
      client.meanwhile = refused('invalid_grant');
      await failure(ask());
      expect(store.called('delete')).toBe(0);
      expect(await tokens.loginHint(session)).toBe('hint');
      clock.advance(10 * MINUTE_MS);
      await failure(ask());
      expect(client.refreshes.map(({ refreshToken }) => refreshToken)).toEqual(['refresh 0', 'refresh 0']);
    });

    it.each([
      ['invalid_client', 'client_credential_refused'],
      ['unauthorized_client', 'request_refused'],
      ['invalid_scope', 'request_refused'],
      ['something_new', 'request_refused'],
    ])('%s is not mended by signing in: %s', async (error, code) => {
      client.meanwhile = refused(error);
      const thrown = await failure(ask());
      expect(thrown).not.toBeInstanceOf(InteractionRequiredError);
      expect(thrown).toMatchObject({ name: 'TokenRefusedError', code });
    });
  });

  describe('a refusal because Entra has withdrawn the person', () => {
    const withdrawn = (aadsts: string) => refused('invalid_grant', { suberror: 'bad_token', details: { aadsts } });

    beforeEach(() => clock.advance(HOUR_MS));

    it.each(['AADSTS50173', 'AADSTS50057', 'AADSTS50034', 'AADSTS50132', 'AADSTS50133'])(
      '(%s) ends the session, its tokens included, and still says why',
      async (aadsts) => {
        client.meanwhile = withdrawn(aadsts);
        expect(await failure(ask())).toMatchObject({ name: 'InteractionRequiredError', entra: { aadsts } });
        expect(await store.count('')).toBe(0);
      },
    );

    it.each(['AADSTS70043', 'AADSTS700082', 'AADSTS50076', 'AADSTS65001'])(
      'is not %s: the session stays',
      async (aadsts) => {
        client.meanwhile = withdrawn(aadsts);
        expect(await failure(ask())).toMatchObject({ name: 'InteractionRequiredError', entra: { aadsts } });
        expect(await tokens.loginHint(session)).toBe('hint');
      },
    );

    it('is none when Entra refuses us', async () => {
      client.meanwhile = refused('invalid_client', { details: { aadsts: 'AADSTS50173' } });
      expect(await failure(ask())).toMatchObject({ code: 'client_credential_refused' });
      expect(await tokens.loginHint(session)).toBe('hint');
    });

    it('ends the session although the token in hand is still good', async () => {
      clock.advance(-4 * MINUTE_MS);
      client.meanwhile = withdrawn('AADSTS50173');
      expect(await failure(ask())).toBeInstanceOf(InteractionRequiredError);
      expect(await store.count('')).toBe(0);
    });

    it('is told although the store fails to end the session, which is logged, and ended at the next time', async () => {
      client.meanwhile = withdrawn('AADSTS50173');
      const honest = store.delete.bind(store);
      store.delete = () => Promise.reject(new Error('down'));
      expect(await failure(ask())).toMatchObject({ entra: { aadsts: 'AADSTS50173' } });
      expect(log.lines()).toEqual([
        expect.objectContaining({
          level: 'error',
          msg: expect.stringContaining('could not end the session') as unknown,
        }),
      ]);
      store.delete = honest;
      expect(await failure(ask())).toMatchObject({ entra: { aadsts: 'AADSTS50173' } });
      expect(client.refreshes).toHaveLength(1);
      expect(await store.count('')).toBe(0);
    });
  });

  describe('what operators count', () => {
    it('is each time that a refresh token was sent, with what it failed with', async () => {
      const raised: ServiceEvent[] = [];
      const events = new Events(log.logger);
      events.listen((event) => raised.push(event));
      tokens = tokenService(store, clock, log, client, {}, events);
      await ask();
      clock.advance(HOUR_MS);
      for (const meanwhile of [outage, refused('invalid_client'), () => Promise.resolve()]) {
        client.meanwhile = meanwhile;
        await Promise.allSettled(many(() => ask()));
      }
      clock.advance(HOUR_MS);
      client.meanwhile = refused('invalid_grant');
      await Promise.allSettled(many(() => ask()));
      expect(raised).toEqual(
        ['entra_timeout', 'client_credential_refused', undefined, 'code_refused'].map((errorCode) => ({
          event: 'token_refresh',
          errorCode,
        })),
      );
    });
  });

  describe('a sign-out', () => {
    it('before asking leaves nothing to refresh', async () => {
      await signOut();
      const error = await failure(ask(USER_READ, { claims: CHALLENGE }));
      expect(error).toBeInstanceOf(InteractionRequiredError);
      expect(error).toMatchObject({ challenge: { scopes: USER_READ, claims: CHALLENGE } });
      expect(client.refreshes).toEqual([]);
    });

    it('while a refresh is under way stays one: an error, and nothing is written', async () => {
      clock.advance(HOUR_MS);
      client.meanwhile = signOut;
      const errors = await Promise.all(many(() => failure(ask())));
      for (const error of errors) expect(error).toMatchObject({ code: 'not_signed_in', status: 401 });
      expect(store.called('put')).toBe(1);
      expect(await failure(ask())).toBeInstanceOf(InteractionRequiredError);
    });
  });

  describe('a record that others write', () => {
    it('is tried to write a few times: the new token is given, and the log says what was lost', async () => {
      const restless = observedRecordStore(clock);
      const honest = restless.replace.bind(restless);
      restless.replace = async (...parameters) => {
        const mayEnd = restless.called('replace') > 10;
        return (await honest('no such key', '', 0)) || (mayEnd && honest(...parameters));
      };
      tokens = instance(restless);
      await signIn();
      clock.advance(HOUR_MS);
      expect(await ask()).toBe('access 1');
      expect(restless.called('replace')).toBe(3);
      expect(log.lines()).toEqual([
        expect.objectContaining({
          level: 'error',
          msg: expect.stringContaining('new tokens could not be kept') as unknown,
        }),
      ]);
    });
  });

  describe('a token that the API refused', () => {
    const rejected = new Secret('access 0');

    it('is not returned again, fresh as it is', async () => {
      expect(await ask(USER_READ, { rejected })).toBe('access 1');
      expect(await ask(USER_READ, { rejected })).toBe('access 1');
      expect(await ask()).toBe('access 1');
      expect(client.refreshes).toHaveLength(1);
    });

    it('is renewed with the claims that the API asks for', async () => {
      await ask(USER_READ, { rejected, claims: CHALLENGE });
      expect(client.refreshes).toEqual([{ refreshToken: 'refresh 0', scopes: USER_READ, claims: CHALLENGE }]);
    });

    it('is renewed once for all who were refused', async () => {
      const got = await Promise.all(many(() => ask(USER_READ, { rejected, claims: CHALLENGE })));
      expect(new Set(got)).toEqual(new Set(['access 1']));
      expect(client.refreshes).toHaveLength(1);
    });

    it('is not renewed again by those whose claims challenge comes late', async () => {
      await ask(USER_READ, { rejected, claims: CHALLENGE });
      const late = `${CHALLENGE} `;
      const got = await Promise.all([
        ask(USER_READ, { rejected, claims: late }),
        ask(USER_READ, { rejected, claims: CHALLENGE }),
      ]);
      expect(got).toEqual(['access 1', 'access 1']);
      expect(client.refreshes).toHaveLength(1);
    });
  });

  describe('what is kept', () => {
    it('ends with the session', async () => {
      clock.advance(12 * HOUR_MS - 1);
      expect(await tokens.loginHint(session)).toBe('hint');
      clock.advance(1);
      expect(await tokens.loginHint(session)).toBeNull();
    });

    it('has the login hint where Entra gave one, through refreshes', async () => {
      clock.advance(HOUR_MS);
      await ask();
      expect(await tokens.loginHint(session)).toBe('hint');
      await signIn('refresh 0', null);
      expect(await tokens.loginHint(session)).toBeNull();
    });

    it('shows no token to whoever reads the store', async () => {
      clock.advance(HOUR_MS);
      await ask();
      const read = [...store.written.values()].map((value) => Buffer.from(value, 'base64url').toString('latin1'));
      expect(read).toHaveLength(1);
      expect(read.join()).not.toMatch(/access|refresh|hint/);
    });
  });

  describe('while the store is down', () => {
    it.each<[string, () => Promise<unknown>]>([
      ['asking for a token', () => ask()],
      ['asking for the login hint', () => tokens.loginHint(session)],
      ['keeping the tokens of a sign-in', () => signIn()],
    ])('%s says so, and nobody is sent to sign in again', async (_what, perform) => {
      store.outage = new Error('down');
      expect(await failure(perform())).toBeInstanceOf(StoreUnavailableError);
    });

    it('new tokens are written twice, and not for ever', async () => {
      clock.advance(HOUR_MS);
      let writes = 0;
      store.replace = () => {
        writes += 1;
        return writes > 10 ? Promise.resolve(true) : Promise.reject(new Error('down'));
      };
      expect(await ask()).toBe('access 1');
      expect(writes).toBe(2);
    });
  });

  describe('while the store takes no writes', () => {
    const full = () => (store.writeOutage = new Error('OOM'));

    it('a token that still lives is given, early as its refresh would be', async () => {
      clock.advance(56 * MINUTE_MS);
      full();
      expect(new Set(await Promise.all(many(() => ask())))).toEqual(new Set(['access 0']));
      expect(await ask()).toBe('access 0');
      expect(client.refreshes).toEqual([]);
    });

    it('a token that is over can not be renewed', async () => {
      clock.advance(HOUR_MS);
      full();
      expect(await failure(ask())).toBeInstanceOf(StoreUnavailableError);
      expect(client.refreshes).toEqual([]);
    });

    it('new tokens go to whoever asked for them, and the log says once what follows', async () => {
      clock.advance(HOUR_MS);
      client.meanwhile = () => {
        full();
        return Promise.resolve();
      };
      expect(new Set(await Promise.all(many(() => ask())))).toEqual(new Set(['access 1']));
      expect(log.lines()).toEqual([
        expect.objectContaining({
          level: 'error',
          err: expect.objectContaining({ errorCode: 'store_unavailable' }) as unknown,
          msg: expect.stringMatching(/could not be kept.*has to sign in again/) as unknown,
        }),
      ]);
      expect(log.text()).not.toMatch(/access 1|refresh 1/);
    });

    it.each([
      ['an outage', outage, 'entra_timeout'],
      ['a refusal', refused('invalid_grant'), 'sign_in_again'],
    ])('%s of Entra stays what it is, though nobody can be told', async (_what, meanwhile, code) => {
      clock.advance(HOUR_MS);
      client.meanwhile = () => {
        full();
        return meanwhile();
      };
      expect(await failure(ask())).toMatchObject({ code });
      expect(log.lines()).toEqual([
        expect.objectContaining({ msg: expect.stringContaining('could not note') as unknown }),
      ]);
    });

    it('a token that still lives is given when Entra is down as well', async () => {
      clock.advance(56 * MINUTE_MS);
      client.meanwhile = () => {
        full();
        return outage();
      };
      expect(await ask()).toBe('access 0');
    });

    it('there is no reason to serve on whom Entra refuses', async () => {
      clock.advance(56 * MINUTE_MS);
      client.meanwhile = () => {
        full();
        return refused('invalid_grant')();
      };
      expect(await failure(ask())).toBeInstanceOf(InteractionRequiredError);
    });

    it('nobody who signed out meanwhile is given anything', async () => {
      clock.advance(HOUR_MS);
      client.meanwhile = async () => {
        await signOut();
        const honest = store.replace.bind(store);
        store.replace = () => {
          store.replace = honest;
          return Promise.reject(new Error('OOM, once'));
        };
      };
      expect(await failure(ask())).toMatchObject({ code: 'not_signed_in' });
    });
  });
});
