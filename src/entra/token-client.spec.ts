import { ManualClock } from '../../test/support/manual-clock.js';
import { type RecordedLog, recordLog } from '../../test/support/recorded-log.js';
import { CLIENT_ID, unitConfiguration } from '../../test/support/unit-configuration.js';
import { Secret } from '../../config/secret.js';
import type { Authority } from './authority/authority.js';
import { ClientCredentials } from './credentials/client-credentials.js';
import type { EntraAnswer, EntraHttp } from './entra-http.js';
import { TokenClient } from './token-client.js';
import { EntraOutageError, TokenRefusedError } from './entra.errors.js';

const TOKEN_ENDPOINT = 'https://entra.example/token';

class FakeEntraHttp implements Pick<EntraHttp, 'post'> {
  readonly forms: URLSearchParams[] = [];
  wasSentTwice = false;
  answer: Omit<EntraAnswer, 'wasSentTwice'> = {
    status: 200,
    body: { token_type: 'Bearer', access_token: 'a', expires_in: 3600 },
  };

  post(url: string, form: URLSearchParams): Promise<EntraAnswer> {
    expect(url).toBe(TOKEN_ENDPOINT);
    this.forms.push(form);
    return Promise.resolve({ ...this.answer, wasSentTwice: this.wasSentTwice });
  }
}

describe('TokenClient', () => {
  let http: FakeEntraHttp;
  let log: RecordedLog;
  let credentials: ClientCredentials;
  let client: TokenClient;

  beforeEach(() => {
    http = new FakeEntraHttp();
    log = recordLog();
    client = clientFor();
  });

  function clientFor(env: Record<string, string> = {}): TokenClient {
    const configuration = unitConfiguration(env);
    credentials = new ClientCredentials(configuration, log.logger);
    return new TokenClient(
      configuration,
      new ManualClock(),
      credentials,
      { metadata: () => Promise.resolve({ tokenEndpoint: TOKEN_ENDPOINT }) } as Authority,
      http as unknown as EntraHttp,
    );
  }

  const refresh = () => client.refresh(new Secret('refresh'), ['User.Read']);
  const failure = (): Promise<unknown> => refresh().catch((error: unknown) => error);
  const refuse = (body: unknown, status = 400) => {
    http.answer = { status, body };
  };

  it('redeems a code with its verifier, the redirect URI and the capability', async () => {
    await client.redeemCode('the code', new Secret('the verifier'));
    expect(Object.fromEntries(http.forms[0] ?? [])).toEqual({
      client_id: CLIENT_ID,
      client_secret: 'value~of.a-client-secret',
      scope: 'User.Read openid profile offline_access',
      grant_type: 'authorization_code',
      code: 'the code',
      code_verifier: 'the verifier',
      redirect_uri: 'http://localhost:5000/getAToken',
      claims: '{"access_token":{"xms_cc":{"values":["cp1"]}}}',
    });
  });

  it.each([
    ['api://ours/access User.Read', 'User.Read openid profile offline_access'],
    ['api://ours/access api://theirs/access', 'api://ours/access openid profile offline_access'],
    ['openid User.Read', 'openid User.Read profile offline_access'],
  ])('redeems for one API alone where SCOPES is %s: Entra refuses two', async (scopes, expected) => {
    await clientFor({ SCOPES: scopes }).redeemCode('the code', new Secret('the verifier'));
    expect(http.forms[0]?.get('scope')).toBe(expected);
  });

  it.each(['access_token', 'refresh_token', 'id_token', 'scope'])(
    'takes a %s without end for an answer that is none, of which the log has the name alone',
    async (field) => {
      const honest = { token_type: 'Bearer', access_token: 'a', expires_in: 3600 };
      http.answer = { status: 200, body: { ...honest, [field]: 'x'.repeat(70_000) } };
      expect(await failure()).toMatchObject({
        code: 'entra_invalid_answer',
        log: { endpoint: 'token', fields: [field] },
      });
    },
  );

  it('logs no word of a refusal that is none', async () => {
    refuse({ error: 'ada@contoso.example', suberror: 'x'.repeat(1000) });
    expect(await failure()).toMatchObject({
      code: 'request_refused',
      interactionRequired: false,
      log: { error: 'not_a_word', suberror: 'not_a_word' },
    });
  });

  it.each(['temporarily_unavailable', 'server_error'])('takes %s for an outage', async (error) => {
    refuse({ error, error_codes: [90033] });
    expect(await failure()).toMatchObject({ code: 'entra_unavailable', entra: { aadsts: 'AADSTS90033' } });
  });

  it.each([
    ['nothing that is an error', {}],
    ['a list', []],
    ['a text', 'no'],
    ['an error that is no text', { error: 7 }],
  ])('takes a refusal with %s for an answer that it can not read', async (_what, body) => {
    refuse(body);
    expect(await failure()).toBeInstanceOf(EntraOutageError);
    expect(await failure()).toMatchObject({ code: 'entra_invalid_answer' });
  });

  it.each([
    ['invalid_grant', 'code_refused', true],
    ['interaction_required', 'sign_in_again', true],
    ['consent_required', 'sign_in_again', true],
    ['login_required', 'sign_in_again', true],
    ['invalid_scope', 'request_refused', false],
    ['unauthorized_client', 'request_refused', false],
  ])('tells %s from other refusals, as %s', async (error, code, interactionRequired) => {
    refuse({ error });
    expect(await failure()).toBeInstanceOf(TokenRefusedError);
    expect(await failure()).toMatchObject({ code, interactionRequired });
  });

  it.each([
    [false, 54005, 'another'],
    [true, 54005, 'us'],
    [true, 70008, undefined],
  ])('sent twice: %j, refused with %i: the code was redeemed by %s', async (wasSentTwice, code, redeemedBy) => {
    http.wasSentTwice = wasSentTwice;
    refuse({ error: 'invalid_grant', error_codes: [code] });
    expect(await failure()).toMatchObject({ code: 'code_refused', redeemedBy });
  });

  it('raises an alarm while the credential is refused, and takes it back', async () => {
    refuse({ error: 'invalid_client', error_codes: [7000222] }, 401);
    expect(await failure()).toMatchObject({ code: 'client_credential_refused', status: 503 });
    expect(credentials.alarm).toBe('Entra refuses the client secret: set a new CLIENT_SECRET');
    expect(log.lines()).toEqual([expect.objectContaining({ level: 'error', msg: credentials.alarm })]);
    expect(log.text()).toContain('AADSTS7000222');

    http.answer = new FakeEntraHttp().answer;
    await refresh();
    expect(credentials.alarm).toBeUndefined();
  });
});
