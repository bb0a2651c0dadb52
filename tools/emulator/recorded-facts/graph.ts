import { people, type Emulator } from '../index.js';
import { CP1, getGraph, signIn } from '../spec-support.js';
import { recordedOf, headersOf, shapeOf } from './recorded-fact.js';
import { SOURCES } from './sources.js';

const { cae, graphErrors } = SOURCES;

async function me(emulator: Emulator, path = '/v1.0/me', headers: Record<string, string> = {}): Promise<Response> {
  const { access_token } = await signIn(emulator, people.noMail);
  return getGraph(emulator, path, access_token, headers);
}

async function challenged(emulator: Emulator): Promise<Response> {
  const { access_token } = await signIn(emulator, people.admin, { token: { claims: CP1 } });
  emulator.revokeAccessTokens(people.admin.oid);
  return getGraph(emulator, '/v1.0/me', access_token);
}

async function errorOf(answer: Response): Promise<Record<string, unknown>> {
  const { error } = (await answer.json()) as { error: Record<string, unknown> };
  return { status: answer.status, code: error['code'], message: error['message'] };
}

export const microsoftGraph = recordedOf('Microsoft Graph', [
  {
    fact: '/me has these members in this order, those without a value included',
    source: cae,
    see: async (emulator) => Object.entries((await (await me(emulator)).json()) as object),
    recorded: [
      ['@odata.context', 'https://graph.microsoft.com/v1.0/$metadata#users/$entity'],
      ['businessPhones', []],
      ['displayName', 'Noah Nomail'],
      ['givenName', 'Noah'],
      ['jobTitle', null],
      ['mail', null],
      ['mobilePhone', null],
      ['officeLocation', null],
      ['preferredLanguage', null],
      ['surname', 'Nomail'],
      ['userPrincipalName', 'nomail@emulated.example'],
      ['id', people.noMail.oid],
    ],
  },
  {
    fact: 'with $select the context names what was selected',
    source: cae,
    see: async (emulator) => (await me(emulator, '/v1.0/me?$select=displayName,givenName')).json(),
    recorded: {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users(displayName,givenName)/$entity',
      displayName: 'Noah Nomail',
      givenName: 'Noah',
    },
  },
  {
    fact: 'success has these headers',
    source: cae,
    see: async (emulator) =>
      headersOf(await me(emulator, '/v1.0/me', { 'client-request-id': 'mine' }), [
        ...['content-type', 'odata-version', 'cache-control', 'x-ms-resource-unit', 'client-request-id', 'vary'],
      ]),
    recorded: {
      'content-type':
        'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      'odata-version': '4.0',
      'cache-control': 'no-cache',
      'x-ms-resource-unit': '1',
      'client-request-id': 'mine',
      vary: 'Accept-Encoding',
    },
  },
  {
    fact: 'without a request id of its own the client gets Graph’s',
    source: cae,
    see: async (emulator) => {
      const { headers } = await me(emulator);
      return [shapeOf(headers.get('request-id')), headers.get('client-request-id') === headers.get('request-id')];
    },
    recorded: ['<guid>', true],
  },
  {
    fact: 'answers name where they were made',
    source: cae,
    see: async (emulator) => {
      const diagnostic = JSON.parse((await me(emulator)).headers.get('x-ms-ags-diagnostic') ?? '{}') as {
        ServerInfo?: object;
      };
      return Object.keys(diagnostic.ServerInfo ?? {});
    },
    recorded: ['DataCenter', 'Slice', 'Ring', 'ScaleUnit', 'RoleInstance'],
  },
  {
    fact: 'a claims challenge is this header, its claims in base64 with padding and one space in them',
    source: cae,
    see: async (emulator) => {
      const header = (await challenged(emulator)).headers.get('www-authenticate') ?? '';
      const claims = /claims="([^"]+)"/.exec(header)?.[1] ?? '';
      const decoded = Buffer.from(claims, 'base64').toString();
      return [header.replace(claims, '<claims>'), decoded.replace(/\d{10}/, '<seconds>'), claims.length % 4];
    },
    recorded: [
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", ' +
        'client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="<claims>"',
      '{"access_token":{"nbf":{"essential":true, "value":"<seconds>"}}}',
      0,
    ],
  },
  {
    fact: 'a claims challenge has this body',
    source: cae,
    see: async (emulator) => errorOf(await challenged(emulator)),
    recorded: {
      status: 401,
      code: 'InvalidAuthenticationToken',
      message:
        'Continuous access evaluation resulted in claims challenge with result: InteractionRequired and code: ' +
        'TokenIssuedBeforeRevocationTimestamp',
    },
  },
  {
    fact: 'an error has its time and ids within',
    source: cae,
    see: async (emulator) => {
      const answer = await challenged(emulator);
      const { error } = (await answer.json()) as { error: { innerError: Record<string, string> } };
      const { date = '', ...ids } = error.innerError;
      return [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(date), Object.keys(ids), shapeOf(ids['request-id'])];
    },
    recorded: [true, ['request-id', 'client-request-id'], '<guid>'],
  },
  {
    fact: 'without a token',
    source: graphErrors,
    see: async (emulator) => errorOf(await getGraph(emulator, '/v1.0/me', undefined)),
    recorded: { status: 401, code: 'InvalidAuthenticationToken', message: 'Access token is empty.' },
  },
  {
    fact: 'with something that is no token',
    source: graphErrors,
    see: async (emulator) => errorOf(await getGraph(emulator, '/v1.0/me', 'EwBnonsense')),
    recorded: {
      status: 401,
      code: 'InvalidAuthenticationToken',
      message: 'CompactToken validation failed with reason code: 80049228.',
    },
  },
  {
    fact: 'without the permission',
    source: graphErrors,
    see: async (emulator) => {
      const { access_token } = await signIn(emulator, people.ordinary, { authorize: { scope: 'openid profile' } });
      return errorOf(await getGraph(emulator, '/v1.0/me', access_token));
    },
    recorded: {
      status: 403,
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    },
  },
  {
    fact: 'no photo',
    source: graphErrors,
    see: async (emulator) => {
      const { access_token } = await signIn(emulator, people.noPhoto);
      return errorOf(await getGraph(emulator, '/v1.0/me/photo/$value', access_token));
    },
    recorded: {
      status: 404,
      code: 'ImageNotFound',
      message: "Exception of type 'Microsoft.People.Image.Common.Exceptions.ImageNotFoundException' was thrown.",
    },
  },
]);
