import { Secret } from '../../config/secret.js';
import {
  encodeTokenRecord,
  type TokenRecord,
  tokenRecordSchema,
  usableToken,
  withTokenSet,
} from './token-record.js';
import type { TokenSet } from './token-set.js';

const EMPTY: TokenRecord = { accessTokens: [], refreshToken: null, loginHint: null };
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

const found = (record: TokenRecord, ...scopes: string[]) =>
  usableToken(record, { scopes }, 0)?.token.reveal();
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

  it.each([
    [['Files.Read']],
    [['User.Read', 'Files.Read']],
    [['User.ReadWrite']],
    [['https://api.example/User.Read']],
  ])('finds none for %j', (scopes) => expect(found(record, ...scopes)).toBeUndefined());

  it.each([
    'https://graph.microsoft.com/',
    'https://graph.microsoft.us/',
    'https://microsoftgraph.chinacloudapi.cn/',
  ])('knows the scopes of %s by their short names', (prefix) => {
    const full = withTokenSet(EMPTY, tokenSet('token', [`${prefix}User.Read`]), []);
    expect(found(full, 'User.Read')).toBe('token');
  });

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
