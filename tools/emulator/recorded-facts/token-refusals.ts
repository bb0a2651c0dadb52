import { people, type Emulator } from '../index.js';
import { codeForm, newCode, postToken, refreshForm, signIn, type TokenAnswer } from '../spec-support.js';
import { recordedOf, shapeOf, type RecordedFact } from './recorded-fact.js';
import { redeem } from './redeem.js';
import { SOURCES } from './sources.js';

const { cae, refusals } = SOURCES;

/** An answer that refuses: its status, then what says why. */
function refused({ status, body }: TokenAnswer): unknown[] {
  const { error, error_codes, suberror, error_description } = body;
  return [status, error, error_codes, suberror, shapeOf(error_description).split(' Trace ID:')[0]];
}

/** A refusal that a request brings about. */
function refusal(
  [status, error, code, suberror]: [number, string, number, string?],
  text: string,
  ask: (emulator: Emulator) => Promise<TokenAnswer>,
): RecordedFact {
  const recorded = [status, error, [code], suberror, `AADSTS${code}: ${text}`];
  return {
    fact: `${code} is ${status} ${error}`,
    source: refusals,
    see: async (emulator) => refused(await ask(emulator)),
    // What is missing is null once it has been JSON.
    recorded: recorded.map((member) => member ?? null),
  };
}

/** A refusal that only a rule of an organisation would bring about: the emulator is told to. */
const told =
  (code: number) =>
  async (emulator: Emulator): Promise<TokenAnswer> => {
    emulator.faults.refusal = code;
    emulator.faults.set('token-refused', true, 1);
    return postToken(emulator, codeForm(emulator, 'any'));
  };

const CLIENT = '22222222-3333-4444-8555-666666666666';

export const tokenRefusals = recordedOf('refusals of the token endpoint', [
  {
    fact: 'a refusal has these members in this order',
    source: refusals,
    see: async (emulator) => Object.keys((await redeem(emulator, { client_secret: 'wrong' })).body),
    recorded: [
      ...['error', 'error_description', 'error_codes', 'timestamp', 'trace_id', 'correlation_id', 'error_uri'],
    ],
  },
  {
    fact: 'the description goes on with ids and time, which are members too',
    source: refusals,
    see: async (emulator) => {
      const { body, headers } = await redeem(emulator, { client_secret: 'wrong' });
      const { error_description, trace_id, correlation_id, timestamp } = body as Record<string, string>;
      const end = ` Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`;
      return [String(error_description).endsWith(end), headers.get('x-ms-request-id') === trace_id];
    },
    recorded: [true, true],
  },
  {
    fact: 'the look-up page is named by number',
    source: refusals,
    see: async (emulator) => (await redeem(emulator, { client_secret: 'wrong' })).body['error_uri'],
    recorded: 'https://login.microsoftonline.com/error?code=7000215',
  },
  {
    fact: '70003 has no look-up page',
    source: refusals,
    see: async (emulator) => 'error_uri' in (await redeem(emulator, { grant_type: 'no-such-grant' })).body,
    recorded: false,
  },
  {
    fact: '700038 has no look-up page',
    source: refusals,
    see: async (emulator) => {
      const { body } = await redeem(emulator, { client_id: '00000000-0000-0000-0000-000000000000' });
      return [body['error_codes'], 'error_uri' in body];
    },
    recorded: [[700038], false],
  },
  refusal(
    [401, 'invalid_client', 7000215],
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the ' +
      "client secret ID, for a secret added to app '<guid>'.",
    (emulator) => redeem(emulator, { client_secret: 'wrong' }),
  ),
  refusal(
    [401, 'invalid_client', 7000222],
    "The provided client secret keys for app '<guid>' are expired. Visit the Azure portal to create new keys for your " +
      'app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: ' +
      'https://aka.ms/certCreds.',
    told(7000222),
  ),
  refusal(
    [401, 'invalid_client', 7000218],
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    (emulator) => redeem(emulator, { client_secret: undefined }),
  ),
  refusal(
    [400, 'unauthorized_client', 700016],
    "Application with identifier 'nobody' was not found in the directory '<guid>'. This can happen if the application " +
      'has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may ' +
      'have sent your authentication request to the wrong tenant.',
    (emulator) => redeem(emulator, { client_id: 'nobody' }),
  ),
  refusal(
    [400, 'invalid_grant', 54005],
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh ' +
      'token.',
    async (emulator) => {
      const form = codeForm(emulator, await newCode(emulator, people.ordinary));
      await postToken(emulator, form);
      return postToken(emulator, form);
    },
  ),
  refusal(
    [400, 'invalid_grant', 501481],
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    (emulator) => redeem(emulator, { code_verifier: 'another-verifier-that-is-just-long-enough-0123456789' }),
  ),
  refusal([400, 'invalid_grant', 9002313], 'Invalid request. Request is malformed or invalid.', (emulator) =>
    postToken(emulator, refreshForm(emulator, 'garbage')),
  ),
  refusal(
    [400, 'invalid_request', 900144],
    "The request body must contain the following parameter: 'grant_type'.",
    (emulator) => redeem(emulator, { grant_type: undefined }),
  ),
  refusal(
    [400, 'invalid_scope', 70011],
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' " +
      'is not valid. The scope a%b is not valid.',
    (emulator) => redeem(emulator, { scope: 'a%b' }),
  ),
  refusal(
    [400, 'invalid_resource', 500011],
    'The resource principal named https://nothing.example was not found in the tenant named <guid>. This can happen ' +
      'if the application has not been installed by the administrator of the tenant or consented to by any user in ' +
      'the tenant. You might have sent your authentication request to the wrong tenant.',
    (emulator) => redeem(emulator, { scope: 'https://nothing.example/.default' }),
  ),
  refusal(
    [400, 'invalid_grant', 65001, 'consent_required'],
    `The user or administrator has not consented to use the application with ID '<guid>' named 'Local demo app'. Send ` +
      'an interactive authorization request for this user and resource.',
    (emulator) => redeem(emulator, { scope: 'Mail.Read' }),
  ),
  refusal(
    [400, 'invalid_grant', 70008],
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive ' +
      'authorization request for this user and resource.',
    told(70008),
  ),
  refusal(
    [400, 'invalid_grant', 50076, 'basic_action'],
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must use ' +
      "multi-factor authentication to access '<guid>'.",
    told(50076),
  ),
  refusal(
    [400, 'invalid_grant', 53003, 'message_only'],
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    told(53003),
  ),
  {
    fact: '53003 carries its claims as a string',
    source: refusals,
    see: async (emulator) => shapeOf((await told(53003)(emulator)).body['claims']),
    recorded: '{"access_token":{"capolids":{"essential":true,"values":["<guid>"]}}}',
  },
  refusal(
    [400, 'invalid_grant', 700082],
    'The refresh token has expired due to inactivity. The token was issued on 2026-03-02T03:54:33.000Z and was ' +
      'inactive for 90.00:00:00.',
    told(700082),
  ),
  refusal(
    [400, 'invalid_grant', 50105],
    `Your administrator has configured the application Local demo app ('<guid>') to block users unless they are ` +
      "specifically granted ('assigned') access to the application.",
    told(50105),
  ),
  refusal(
    [400, 'authorization_pending', 70016],
    'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
    told(70016),
  ),
  {
    fact: '50013 is 400 invalid_grant, for a token of Graph that somebody would act on',
    source: refusals,
    see: async (emulator) => {
      const { access_token } = await signIn(emulator, people.ordinary);
      const { status, body } = await redeem(emulator, {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        requested_token_use: 'on_behalf_of',
        assertion: access_token,
        scope: 'User.Read',
      });
      const text = String(body['error_description']).split(' - ')[0];
      return [status, body['error'], text];
    },
    recorded: [400, 'invalid_grant', 'AADSTS50013: Assertion failed signature validation. [Reason'],
  },
  {
    fact: '50173 is 400 invalid_grant with bad_token',
    source: cae,
    see: async (emulator) => {
      const { refresh_token } = await signIn(emulator, people.admin);
      emulator.revokeSessions(people.admin.oid);
      const { status, body } = await postToken(emulator, refreshForm(emulator, refresh_token));
      const text = String(body['error_description']).split('. The user might')[0];
      return [status, body['error'], body['suberror'], text];
    },
    recorded: [
      400,
      'invalid_grant',
      'bad_token',
      'AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed',
    ],
  },
  {
    fact: 'the app that is refused is named by its client id',
    source: refusals,
    see: async (emulator) => {
      const { body } = await redeem(emulator, { client_secret: 'wrong' });
      return String(body['error_description']).includes(`to app '${CLIENT}'.`);
    },
    recorded: true,
  },
]);
