import fc from 'fast-check';
import { AppError } from '../../common/app-error.js';
import { parseAdminConsent, parseCallbackQuery, parseLoginQuery, type SignInRequest } from './sign-in-query.js';

const NOTHING: SignInRequest = {
  returnTo: '/',
  prompt: undefined,
  loginHint: undefined,
  domainHint: undefined,
};

/** Queries as parsers make them, and worse: repeated, nested, of any type, with any name. */
const queries = fc.dictionary(
  fc.oneof(
    fc.constantFrom('returnTo', 'prompt', 'login_hint', 'domain_hint', 'code', 'state', 'error'),
    fc.constantFrom('error_description', 'error_subcode', 'admin_consent', '__proto__', 'constructor', 'toString'),
  ),
  fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.array(fc.string()), fc.anything()),
  { noNullPrototype: false },
);

/** Of a hint in the address of the authorization request. */
const encodedBytes = (hint = ''): number => new URLSearchParams({ x: hint }).toString().length - 'x='.length;

describe('the query of /login', () => {
  it('is understood or ignored, whatever it is', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const { returnTo, prompt, loginHint, domainHint } = parseLoginQuery(query, {});
        expect(returnTo).toMatch(/^\//);
        const isKnown = ['login', 'select_account', 'consent', 'none'].includes(query['prompt'] as string);
        expect(prompt).toBe(isKnown ? query['prompt'] : undefined);
        expect(encodedBytes(loginHint) + encodedBytes(domainHint)).toBeLessThanOrEqual(320);
      }),
      { numRuns: 1000 },
    );
  });

  it('may be empty', () => {
    expect(parseLoginQuery({}, {})).toEqual(NOTHING);
  });

  it('says where to come back to and what Entra should do', () => {
    const query = {
      returnTo: '/profile?format=json',
      prompt: 'login',
      login_hint: 'ada@contoso.example',
      domain_hint: 'contoso.example',
    };
    expect(parseLoginQuery(query, {})).toEqual({
      returnTo: '/profile?format=json',
      prompt: 'login',
      loginHint: 'ada@contoso.example',
      domainHint: 'contoso.example',
    });
  });

  it.each(['login', 'select_account', 'consent', 'none'] as const)('knows prompt=%s', (prompt) => {
    expect(parseLoginQuery({ prompt }, {}).prompt).toBe(prompt);
  });

  it('drops the hint of an account when the person wants to choose one', () => {
    const query = {
      prompt: 'select_account',
      login_hint: 'ada@contoso.example',
      domain_hint: 'contoso.example',
    };
    expect(parseLoginQuery(query, {})).toMatchObject({ loginHint: undefined, domainHint: 'contoso.example' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['an unknown prompt', { prompt: 'create' }],
    ['a prompt in capitals', { prompt: 'LOGIN' }],
    ['two prompts in one', { prompt: 'login consent' }],
    ['an empty prompt', { prompt: '' }],
    ['a repeated prompt', { prompt: ['login', 'consent'] }],
    ['an empty hint', { login_hint: '', domain_hint: '' }],
    ['a repeated hint', { login_hint: ['a', 'b'], domain_hint: ['a'] }],
    ['a nested hint', { login_hint: { a: 'b' } }],
    ['a hint that is too long', { login_hint: 'x'.repeat(321), domain_hint: 'x'.repeat(321) }],
    ['a foreign address to come back to', { returnTo: 'https://evil.example' }],
    ['a repeated way back', { returnTo: ['/profile', '/profile'] }],
    [
      'parameters of the protocol',
      {
        redirect_uri: 'https://evil.example',
        scope: 'Everything.All',
        state: 'x',
        nonce: 'x',
        claims: '{}',
        response_mode: 'form_post',
        client_id: 'x',
        loginHint: 'x',
      },
    ],
  ])('ignores %s', (_what, query) => {
    expect(parseLoginQuery(query, {})).toEqual(NOTHING);
  });

  describe('has room for 320 bytes of hints, encoded:', () => {
    const long = 'x'.repeat(200);

    it.each<[string, string | undefined, string | undefined, string | undefined, string | undefined]>([
      ['both that fill it', long, 'y'.repeat(120), long, 'y'.repeat(120)],
      ['both that are too long together', long, 'y'.repeat(121), long, undefined],
      ['a domain alone that fills it', undefined, 'y'.repeat(320), undefined, 'y'.repeat(320)],
      ['an account too long by itself', '漢'.repeat(36), 'contoso.example', undefined, 'contoso.example'],
      ['letters of three bytes that fit', '漢'.repeat(35), 'abcde', '漢'.repeat(35), 'abcde'],
      ['letters of three bytes and a domain that does not fit', '漢'.repeat(35), 'abcdef', '漢'.repeat(35), undefined],
      ['a domain too long by itself', 'ada@contoso.example', '漢'.repeat(36), 'ada@contoso.example', undefined],
      ['half of a letter', '\ud800', undefined, '\ud800', undefined],
    ])('%s', (_what, login_hint, domain_hint, loginHint, domainHint) => {
      expect(parseLoginQuery({ login_hint, domain_hint }, {})).toMatchObject({ loginHint, domainHint });
    });

    it('which the domain has to itself where the account is to be chosen', () => {
      const query = { prompt: 'select_account', login_hint: long, domain_hint: long };
      expect(parseLoginQuery(query, {})).toMatchObject({ loginHint: undefined, domainHint: long });
    });
  });

  describe('asked by', () => {
    const query = {
      returnTo: '/profile',
      prompt: 'login',
      login_hint: 'ada@contoso.example',
      domain_hint: 'contoso.example',
    };

    it('another site chooses nobody’s account', () => {
      expect(parseLoginQuery(query, { 'sec-fetch-site': 'cross-site' })).toEqual({
        returnTo: '/profile',
        prompt: 'login',
        loginHint: undefined,
        domainHint: undefined,
      });
    });

    it.each(['same-origin', 'same-site', 'none'])('%s may give hints', (site) => {
      expect(parseLoginQuery(query, { 'sec-fetch-site': site })).toMatchObject({
        loginHint: 'ada@contoso.example',
        domainHint: 'contoso.example',
      });
    });
  });
});

describe('the query of the callback', () => {
  it('is a code, an error or a clear refusal, whatever it is', () => {
    fc.assert(
      fc.property(queries, (query) => {
        try {
          const answer = parseCallbackQuery(query);
          expect('code' in answer ? answer.code : answer.refusal.error).toMatch(/[^]/);
          expect(answer.state).toEqual(expect.any(String));
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  const refusalOf = (query: unknown): unknown => {
    try {
      return parseCallbackQuery(query);
    } catch (error) {
      if (error instanceof AppError) return error.code;
      throw error;
    }
  };

  it('holds a code, and whatever else Entra adds', () => {
    const query = {
      code: '0.AAA',
      state: 'state',
      session_state: 'guid',
      client_info: 'x',
      something_new: ['a'],
    };
    expect(parseCallbackQuery(query)).toEqual({ state: 'state', code: '0.AAA' });
  });

  it('holds an error with what Entra says of it', () => {
    const query = {
      error: 'login_required',
      error_description: 'AADSTS50058: A silent sign-in request was sent but no user is signed in.',
      error_uri: 'https://login.microsoftonline.com/error?code=50058',
      state: 'state',
    };
    expect(parseCallbackQuery(query)).toEqual({
      state: 'state',
      refusal: {
        error: 'login_required',
        suberror: undefined,
        claims: undefined,
        details: { aadsts: 'AADSTS50058', text: query.error_description },
      },
    });
  });

  it('holds an error without a description when the person cancelled', () => {
    const query = { error: 'access_denied', error_subcode: 'cancel', state: 'state' };
    expect(parseCallbackQuery(query)).toMatchObject({
      refusal: { error: 'access_denied', suberror: 'cancel', details: {} },
    });
  });

  it('is an error when it holds both', () => {
    const query = { error: 'server_error', code: 'code', state: 'state' };
    expect(parseCallbackQuery(query)).toMatchObject({ refusal: { error: 'server_error' } });
    expect(parseCallbackQuery(query)).not.toHaveProperty('code');
  });

  it('may lack a state, which then matches no sign-in', () => {
    expect(parseCallbackQuery({ code: 'code' })).toEqual({ state: '', code: 'code' });
  });

  it.each([[{}], [{ state: 'state' }], [{ code: '', state: 'state' }], [{ other: 'x' }]])(
    'is incomplete without a code or an error: %j',
    (query) => expect(refusalOf(query)).toBe('callback_incomplete'),
  );

  it.each<[string, unknown]>([
    ['a repeated code', { code: ['a', 'b'], state: 'state' }],
    ['a repeated state', { code: 'a', state: ['a', 'b'] }],
    ['a repeated error', { error: ['a', 'b'], state: 'state' }],
    ['a repeated description', { error: 'a', error_description: ['a', 'b'] }],
    ['a nested code', { code: { a: 'b' }, state: 'state' }],
    ['a code that is too long', { code: 'x'.repeat(8193), state: 'state' }],
    ['a state that is too long', { code: 'a', state: 'x'.repeat(1025) }],
    ['no query at all', undefined],
  ])('is refused with %s', (_what, query) => {
    expect(refusalOf(query)).toBe('bad_request');
  });
});

describe('the answer to a request for an administrator’s consent', () => {
  const TENANT = '11111111-2222-4333-8444-555555555555';

  it.each<[string, Record<string, unknown>]>([
    ['as documented', { admin_consent: 'True', tenant: TENANT }],
    ['with scopes', { admin_consent: 'True', tenant: TENANT, scope: 'https://graph.microsoft.com/User.Read' }],
    ['with a state of somebody', { admin_consent: 'True', tenant: TENANT, state: '12345' }],
    ['without a tenant', { admin_consent: 'True' }],
    ['in other letters', { admin_consent: 'true', tenant: TENANT }],
    ['with an empty code and error', { admin_consent: 'True', code: '', error: '' }],
  ])('is known %s', (_form, query) => {
    expect(parseAdminConsent(query)).toEqual({ refusal: undefined });
  });

  it.each<[string, Record<string, unknown>]>([
    ['without a state', { tenant: TENANT }],
    ['with a state, without a tenant', { state: '12345' }],
  ])('is known as a refusal %s', (_form, others) => {
    const query = {
      error: 'access_denied',
      error_description: 'AADSTS65004: User declined to consent to access the app.',
      admin_consent: 'True',
      ...others,
    };
    expect(parseAdminConsent(query)).toMatchObject({
      refusal: { error: 'access_denied', details: { aadsts: 'AADSTS65004' } },
    });
  });

  it.each<[string, unknown]>([
    ['a sign-in', { code: 'code', state: 'state' }],
    ['a sign-in that says so, too', { code: 'code', state: 'state', admin_consent: 'True', tenant: TENANT }],
    ['a refused sign-in', { error: 'access_denied', state: 'state' }],
    ['a consent that is denied by its value', { admin_consent: 'False', tenant: TENANT }],
    ['one that is repeated', { admin_consent: ['True', 'True'] }],
    ['a tenant alone', { tenant: TENANT }],
    ['nothing', undefined],
  ])('is not %s', (_what, query) => {
    expect(parseAdminConsent(query)).toBeUndefined();
  });
});
