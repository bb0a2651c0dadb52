import { people, startEmulator, type Emulator } from '../index.js';
import { appToken, askGraph, graphClient, tokenOf } from './spec-support.js';

const NOT_THERE = '11111111-1111-4111-8111-111111111111';
const TOO_LONG = 'startDateTime=2020-01-01&endDateTime=2026-01-01';

describe('Graph refuses', () => {
  let emulator: Emulator;
  let token: string;

  beforeAll(async () => {
    const scopes = ['User.Read.All', 'Calendars.Read'];
    emulator = await startEmulator({ apps: [graphClient(scopes, ['User.Read.All'])] });
    token = await tokenOf(emulator, people.ordinary);
  });

  afterAll(() => emulator.close());

  it.each<[number, string, string, string, unknown?]>([
    [400, 'BadRequest', 'a property that there is not', 'GET /me?$select=shoeSize'],
    [400, 'BadRequest', 'an option that the resource does not have', 'GET /me?$orderby=id'],
    [400, 'BadRequest', 'an option twice', 'GET /me?$select=id&$select=mail'],
    [400, 'BadRequest', 'a filter that is none', 'GET /users?$filter=nonsense'],
    [400, 'BadRequest', 'a filter with another operator', "GET /users?$filter=startswith(mail,'a')"],
    [400, 'Request_UnsupportedQuery', 'a filter by what can’t be', "GET /users?$filter=aboutMe%20eq%20'a'"],
    [400, 'Request_UnsupportedQuery', 'an empty page', 'GET /users?$top=0'],
    [400, 'Request_UnsupportedQuery', 'a page too large', 'GET /users?$top=1000'],
    [400, 'BadRequest', 'a page of no number', 'GET /users?$top=ten'],
    [400, 'Directory_ExpiredPageToken', 'a page token of its client', 'GET /users?$skiptoken=abc'],
    [400, 'BadRequest', 'broken percent encoding', 'GET /users/%zz'],
    [400, 'BadRequest', 'a body that is no JSON', 'POST /me/getMemberObjects', '{"securityEnabledOnly"'],
    [400, 'Request_BadRequest', 'a body that is no object', 'POST /me/getMemberObjects', '[]'],
    [
      400,
      'Request_BadRequest',
      'a value of the wrong type',
      'POST /me/getMemberObjects',
      { securityEnabledOnly: 'yes' },
    ],
    [400, 'BadRequest', 'a property unheard of', 'POST /me/getMemberObjects', { secure: true }],
    [
      400,
      'Request_BadRequest',
      'too many groups at once',
      'POST /me/checkMemberGroups',
      { groupIds: Array(21).fill('a') },
    ],
    [400, 'ErrorInvalidParameter', 'a calendar without end', 'GET /me/calendarView?startDateTime=2026-01-01'],
    [
      400,
      'ErrorInvalidParameter',
      'a time that is none',
      'GET /me/calendarView?startDateTime=now&endDateTime=2026-01-01',
    ],
    [400, 'ErrorInvalidParameter', 'a calendar of more than 1,825 days', `GET /me/calendarView?${TOO_LONG}`],
    [403, 'Authorization_RequestDenied', 'what was not consented to', 'POST /me/revokeSignInSessions'],
    [404, 'Request_ResourceNotFound', 'a user that there is not', `GET /users/${NOT_THERE}`],
    [404, 'Request_ResourceNotFound', 'another organization', `GET /organization/${NOT_THERE}`],
    [404, 'Request_ResourceNotFound', 'a resource that there is not', 'GET /nothing/here'],
    [404, 'Request_ResourceNotFound', 'more path than there is', 'GET /me/manager/manager/manager'],
    [405, 'Request_BadRequest', 'a method that the resource does not have', 'DELETE /me/manager'],
    [413, 'RequestEntityTooLarge', 'a body of more than 4 MB', 'POST /me/getMemberObjects', 'x'.repeat(5_000_000)],
  ])('with %i %s: %s', async (status, code, _what, request, ...[body]) => {
    const answer = await askGraph(emulator, token, request, body);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(answer.body.error?.innerError['request-id']).toBe(answer.headers.get('request-id'));
  });

  it.each(['GET /nothing/here', 'DELETE /me', 'GET /beta/me', 'POST /$batch', 'POST /me/getMemberObjects'])(
    'who asks before it looks at what is asked for: 401 for %s',
    async (request) => {
      const answer = await askGraph(emulator, undefined, request, request.startsWith('POST') ? 'no json' : undefined);
      expect([answer.status, answer.body.error?.code]).toEqual([401, 'InvalidAuthenticationToken']);
    },
  );

  it('names what it would take: the methods of a resource', async () => {
    const { headers } = await askGraph(emulator, token, 'POST /me');
    expect(headers.get('allow')).toBe('GET');
  });

  describe('whoever asks too often', () => {
    afterEach(() => emulator.faults.clear());

    it('with the recorded body, and headers that tell of the limit', async () => {
      emulator.faults.set('graph-429', true, 1);
      const { status, headers, body } = await askGraph(emulator, token, 'GET /me');
      expect(status).toBe(429);
      expect(headers.get('retry-after')).toBe('1');
      expect(headers.get('x-ms-throttle-limit-percentage')).toBe('1.2');
      expect(headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded');
      expect(headers.get('x-ms-throttle-scope')).toBe(
        `Application/ReadWrite/${emulator.app.clientId}/${emulator.tenantId}`,
      );
      expect(body.error).toMatchObject({
        code: 'TooManyRequests',
        message: 'Please retry again later.',
        innerError: {
          code: '429',
          message: 'Please retry after',
          status: '429',
          'request-id': headers.get('request-id'),
        },
      });
    });

    it('without Retry-After where none is set', async () => {
      emulator.faults.set('graph-429', true, 1);
      emulator.faults.retryAfterSeconds = null;
      const { status, headers } = await askGraph(emulator, token, 'GET /me');
      emulator.faults.retryAfterSeconds = 1;
      expect([status, headers.get('retry-after')]).toEqual([429, null]);
    });
  });

  it('/me to an application that nobody signed in to, and answers it about users', async () => {
    const alone = await appToken(emulator);
    for (const request of ['GET /me', 'GET /me/photo', 'POST /me/revokeSignInSessions']) {
      const { status, body } = await askGraph(emulator, alone, request);
      expect([status, body.error?.code]).toEqual([400, 'BadRequest']);
      expect(body.error?.message).toBe('/me request is only valid with delegated authentication flow.');
    }
    expect(await askGraph(emulator, alone, `GET /users/${people.admin.oid}`)).toMatchObject({
      status: 200,
      body: { displayName: 'Ada Admin' },
    });
    expect((await askGraph(emulator, alone, 'GET /organization')).status).toBe(403);
  });
});
