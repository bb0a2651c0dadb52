import { z } from 'zod';
import { Secret } from '../../config/secret.js';
import { TokenRefusedError } from '../entra/entra.errors.js';
import { type RefreshFailure, toFailure } from './refresh-failure.js';
import {
  encodeTokenRecord,
  failureOf,
  type TokenRecord,
  tokenRecordSchema,
  usableToken,
  withFailure,
  withTokenSet,
} from './token-record.js';
import type { TokenSet } from '../entra/token-set.js';
import { workOf } from './token-request.js';

const EMPTY: TokenRecord = { accessTokens: [], refreshToken: null, loginHint: null, failures: [] };
const GRAPH = 'https://graph.microsoft.com/';

function tokenSet(
  accessToken: string,
  scopes: string[],
  options: { refresh?: string; expiresAtMs?: number } = {},
): TokenSet {
  const { refresh, expiresAtMs = 1000 } = options;
  return {
    accessToken: new Secret(accessToken),
    scopes,
    expiresAtMs,
    refreshToken: refresh === undefined ? undefined : new Secret(refresh),
    idToken: undefined,
  };
}

const failure = (work: string, endsAtMs = 1000): RefreshFailure => ({
  id: 'id',
  work,
  endsAtMs,
  kind: 'outage',
  code: 'entra_timeout',
});

const found = (record: TokenRecord, ...scopes: string[]) => usableToken(record, { scopes }, 0)?.token.reveal();
const kept = (record: TokenRecord) => record.accessTokens.map(({ token }) => token.reveal()).sort();

describe('a token record', () => {
  it('survives the store', () => {
    const record = withTokenSet(
      { ...EMPTY, loginHint: 'hint' },
      tokenSet('access', ['User.Read'], { refresh: 'refresh', expiresAtMs: 1234 }),
      ['User.Read'],
    );
    const stored: unknown = JSON.parse(JSON.stringify(encodeTokenRecord(record)));
    const back = tokenRecordSchema.parse(stored);
    expect(back.accessTokens[0]?.token.reveal()).toBe('access');
    expect(back.accessTokens[0]).toMatchObject({ scopes: ['user.read'], expiresAtMs: 1234 });
    expect(back.refreshToken?.reveal()).toBe('refresh');
    expect(back.loginHint).toBe('hint');
  });

  it('survives the store without a refresh token', () => {
    const stored: unknown = JSON.parse(JSON.stringify(encodeTokenRecord(EMPTY)));
    expect(tokenRecordSchema.parse(stored)).toEqual(EMPTY);
  });

  describe('of the form before, which had no failures,', () => {
    const former = {
      accessTokens: [{ scopes: ['user.read'], token: 'access', expiresAtMs: 1234 }],
      refreshToken: 'refresh',
      loginHint: 'hint',
    };
    const formerSchema = z.object({
      accessTokens: z.array(z.object({ scopes: z.array(z.string()), token: z.string(), expiresAtMs: z.number() })),
      refreshToken: z.string().nullable(),
      loginHint: z.string().nullable(),
    });

    it('is read', () => {
      const read = tokenRecordSchema.parse(former);
      expect(read).toMatchObject({ loginHint: 'hint', failures: [] });
      expect(read.accessTokens[0]?.token.reveal()).toBe('access');
      expect(read.refreshToken?.reveal()).toBe('refresh');
    });

    it('is what the version before reads of a record of today', () => {
      const record = withFailure(
        withTokenSet(tokenRecordSchema.parse(former), tokenSet('next', ['User.Read']), ['User.Read'], 1000),
        failure('some work'),
        0,
      );
      expect(formerSchema.parse(JSON.parse(JSON.stringify(encodeTokenRecord(record))))).toEqual({
        ...former,
        accessTokens: [{ scopes: ['user.read'], token: 'next', expiresAtMs: 1000 }],
      });
    });

    it('keeps its tokens when a later version notes failures of another form', () => {
      const later = { ...former, failures: [{ kind: 'something new' }] };
      expect(tokenRecordSchema.parse(later)).toMatchObject({ loginHint: 'hint', failures: [] });
    });
  });

  it('prints no token', () => {
    const record = withTokenSet(EMPTY, tokenSet('access-text', ['a'], { refresh: 'refresh-text' }), ['a']);
    expect(JSON.stringify(record)).not.toMatch(/access-text|refresh-text/);
  });
});

describe('usableToken', () => {
  const record = withTokenSet(EMPTY, tokenSet('token', ['User.Read', 'Mail.Read']), []);

  it.each([[['User.Read']], [['Mail.Read', 'User.Read']], [['user.READ']], [[`${GRAPH}User.Read`]]])(
    'finds the token that covers %j',
    (scopes) => expect(found(record, ...scopes)).toBe('token'),
  );

  it.each([[['Files.Read']], [['User.Read', 'Files.Read']], [['User.ReadWrite']], [['https://api.example/User.Read']]])(
    'finds none for %j',
    (scopes) => expect(found(record, ...scopes)).toBeUndefined(),
  );

  it.each(['https://graph.microsoft.com/', 'https://graph.microsoft.us/', 'https://microsoftgraph.chinacloudapi.cn/'])(
    'knows the scopes of %s by their short names',
    (prefix) => {
      const full = withTokenSet(EMPTY, tokenSet('token', [`${prefix}User.Read`]), []);
      expect(found(full, 'User.Read')).toBe('token');
    },
  );

  it('finds a token until it is over, to the millisecond', () => {
    const one = withTokenSet(EMPTY, tokenSet('one', ['a'], { expiresAtMs: 1000 }), []);
    expect(usableToken(one, { scopes: ['a'] }, 999)?.token.reveal()).toBe('one');
    expect(usableToken(one, { scopes: ['a'] }, 1000)).toBeUndefined();
  });

  it('finds no token that was refused', () => {
    const one = withTokenSet(EMPTY, tokenSet('one', ['a']), []);
    expect(usableToken(one, { scopes: ['a'], rejected: new Secret('one') }, 0)).toBeUndefined();
    expect(usableToken(one, { scopes: ['a'], rejected: new Secret('other') }, 0)).toBeDefined();
  });

  it('finds one that was refused shortly after a refresh: another would be refused as well', () => {
    const one = withTokenSet(EMPTY, tokenSet('one', ['a'], { expiresAtMs: 900_000 }), ['a'], 1000);
    const rejected = new Secret('one');
    const foundAt = (nowMs: number, claims?: string) =>
      usableToken(one, { scopes: ['a'], rejected, ...(claims !== undefined && { claims }) }, nowMs);
    expect(foundAt(300_999)).toMatchObject({ isFresh: true });
    expect(foundAt(301_000)).toBeUndefined();
    expect(foundAt(2000, '{}')).toBeUndefined();
  });

  describe('calls a token fresh', () => {
    const MINUTE_MS = 60_000;
    const freshUntilMs = (expiresAtMs: number) => {
      const one = withTokenSet(EMPTY, tokenSet('one', ['a'], { expiresAtMs }), []);
      let nowMs = expiresAtMs - 10 * MINUTE_MS;
      while (usableToken(one, { scopes: ['a'] }, nowMs)?.isFresh) nowMs += 100;
      return expiresAtMs - nowMs;
    };

    it('until four to five minutes before its end, the same for all who ask', () => {
      const ends = [0, 250, 500, 999].map((ms) => freshUntilMs(100 * MINUTE_MS + ms) / MINUTE_MS);
      expect(Math.max(...ends)).toBeCloseTo(5, 1);
      expect(Math.min(...ends)).toBeCloseTo(4.25, 1);
      expect(new Set(ends).size).toBe(4);
    });
  });

  it('finds nothing in an empty record', () => {
    expect(found(EMPTY, 'User.Read')).toBeUndefined();
  });

  it('prefers the newest token: an older one of more scopes must not stand before a fresh one of fewer', () => {
    const wide = withTokenSet(EMPTY, tokenSet('wide and old', ['User.Read', 'Mail.Read']), []);
    const both = withTokenSet(wide, tokenSet('narrow and new', ['User.Read']), []);
    expect(found(both, 'User.Read')).toBe('narrow and new');
    expect(found(both, 'Mail.Read')).toBe('wide and old');
  });
});

describe('withTokenSet', () => {
  const first = withTokenSet(
    { ...EMPTY, loginHint: 'hint' },
    tokenSet('first', ['User.Read'], { refresh: 'first refresh' }),
    ['User.Read'],
  );

  it('drops the token that the new one replaces', () => {
    const next = withTokenSet(first, tokenSet('next', [`${GRAPH}User.Read`, 'Mail.Read']), ['User.Read']);
    expect(kept(next)).toEqual(['next']);
  });

  it('keeps tokens for other scopes', () => {
    const next = withTokenSet(first, tokenSet('files', ['Files.Read']), ['Files.Read']);
    expect(kept(next)).toEqual(['files', 'first']);
    expect(found(next, 'User.Read')).toBe('first');
    expect(found(next, 'Files.Read')).toBe('files');
  });

  it('counts what was asked as granted, or a shorter answer would be refreshed at every request', () => {
    const next = withTokenSet(EMPTY, tokenSet('token', ['User.Read']), ['User.Read', 'Mail.Read']);
    expect(found(next, 'Mail.Read')).toBe('token');
  });

  it('counts nothing of another API as granted, whatever was asked and answered', () => {
    const mixed = ['User.Read', 'api://ours/access'];
    const next = withTokenSet(EMPTY, tokenSet('token', mixed), mixed);
    expect(found(next, 'User.Read')).toBe('token');
    expect(found(next, 'api://ours/access')).toBeUndefined();
    const ours = withTokenSet(next, tokenSet('ours', mixed), ['api://ours/access']);
    expect(found(ours, 'User.Read')).toBe('token');
    expect(found(ours, 'api://ours/access')).toBe('ours');
  });

  it('keeps the newest refresh token, and the former one when none came', () => {
    const rotated = withTokenSet(first, tokenSet('next', ['User.Read'], { refresh: 'next refresh' }), []);
    expect(rotated.refreshToken?.reveal()).toBe('next refresh');
    const kept = withTokenSet(first, tokenSet('next', ['User.Read']), []);
    expect(kept.refreshToken?.reveal()).toBe('first refresh');
  });

  it('keeps the login hint', () => {
    expect(withTokenSet(first, tokenSet('next', ['User.Read']), []).loginHint).toBe('hint');
  });

  it('changes nothing in the record that it was given', () => {
    withTokenSet(first, tokenSet('next', ['User.Read'], { refresh: 'next' }), []);
    expect(kept(first)).toEqual(['first']);
    expect(first.refreshToken?.reveal()).toBe('first refresh');
  });

  it('does not grow when the same scopes are refreshed again and again', () => {
    let record = first;
    for (let round = 0; round < 10; round += 1) {
      record = withTokenSet(record, tokenSet(`token ${round}`, ['User.Read']), ['User.Read']);
    }
    expect(kept(record)).toEqual(['token 9']);
  });
});

describe('withFailure', () => {
  const noted = (record: TokenRecord, nowMs = 0) =>
    ['one', 'two'].filter((work) => failureOf(record, work, nowMs) !== undefined);

  it('keeps one failure for each piece of work, through the store', () => {
    let record = withFailure(EMPTY, failure('one'), 0);
    record = withFailure(record, failure('two'), 0);
    record = withFailure(record, { ...failure('one'), id: 'later' }, 0);
    const back = tokenRecordSchema.parse(JSON.parse(JSON.stringify(encodeTokenRecord(record))));
    expect(back.failures.map(({ id, work }) => `${id} ${work}`)).toEqual(['later one', 'id two']);
  });

  it('forgets failures in their time', () => {
    const record = withFailure(EMPTY, failure('one', 1000), 0);
    expect(noted(record, 999)).toEqual(['one']);
    expect(noted(record, 1000)).toEqual([]);
    expect(withFailure(record, failure('two', 2000), 1000).failures).toHaveLength(1);
  });

  it('does not grow without bound: the oldest gives way', () => {
    let record = EMPTY;
    for (let count = 0; count < 50; count += 1) record = withFailure(record, failure(`work ${count}`), 0);
    expect(record.failures).toHaveLength(10);
    expect(failureOf(record, 'work 49', 0)).toBeDefined();
    expect(failureOf(record, 'work 39', 0)).toBeUndefined();
  });

  it('keeps what Entra said, but for its sentence', () => {
    const details = { aadsts: 'AADSTS50076', traceId: 'trace', text: 'says Microsoft' };
    const refusal = { error: 'invalid_grant', suberror: 'basic_action', claims: '{}', details };
    const request = { owner: { id: new Secret('id'), idleExpiresAtMs: 0 }, scopes: ['a'] };
    const record = withFailure(EMPTY, toFailure(new TokenRefusedError(refusal), request, 0), 0);
    const [kept] = tokenRecordSchema.parse(JSON.parse(JSON.stringify(encodeTokenRecord(record)))).failures;
    expect(kept).toEqual({
      id: expect.any(String) as unknown,
      work: workOf(request),
      endsAtMs: 600_000,
      kind: 'interaction',
      ...refusal,
      details: { aadsts: 'AADSTS50076', traceId: 'trace' },
    });
  });

  it('is undone by new tokens', () => {
    const record = withFailure(EMPTY, failure('one'), 0);
    expect(noted(withTokenSet(record, tokenSet('next', ['a']), ['a']))).toEqual([]);
  });
});
