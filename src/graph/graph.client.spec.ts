import { inspect } from 'node:util';
import { z } from 'zod';
import { recordLog } from '../../test/support/recorded-log.js';
import { unitConfiguration } from '../../test/support/unit-configuration.js';
import { Secret } from '../../config/secret.js';
import { Events, type ServiceEvent } from '../common/events.js';
import type { OutgoingAnswer, OutgoingHttp, OutgoingRequest } from '../common/outgoing/outgoing-http.js';
import { TransportError } from '../common/outgoing/transport-error.js';
import type { TokenService } from '../tokens/token.service.js';
import { GraphClient } from './graph.client.js';
import type { GraphRequest } from './graph-request.js';

type Owner = Parameters<GraphClient['send']>[0];
const OWNER = {} as Owner;
const MESSAGES = 'https://graph.microsoft.com/v1.0/me/messages';
const CLAIMS = '{"access_token":{}}';
const CHALLENGE = `Bearer error="insufficient_claims", claims="${Buffer.from(CLAIMS).toString('base64')}"`;

class FakeTokens implements Pick<TokenService, 'getAccessTokenForUser'> {
  readonly asked: unknown[] = [];

  getAccessTokenForUser(...[, scopes, options]: Parameters<TokenService['getAccessTokenForUser']>): Promise<Secret> {
    this.asked.push(options === undefined ? [scopes] : [scopes, options]);
    return Promise.resolve(new Secret(`token ${this.asked.length}`));
  }
}

/** Gives one outcome after the other, the last for good. */
class FakeHttp implements Pick<OutgoingHttp, 'send'> {
  readonly requests: OutgoingRequest[] = [];
  readonly outcomes: (OutgoingAnswer | TransportError)[] = [answer(200, { value: [] })];

  send(request: OutgoingRequest): Promise<OutgoingAnswer> {
    this.requests.push(request);
    const outcome = this.outcomes.length > 1 ? this.outcomes.shift() : this.outcomes[0];
    return outcome instanceof TransportError ? Promise.reject(outcome) : Promise.resolve(outcome as OutgoingAnswer);
  }
}

function answer(status: number, body: unknown, headers: OutgoingAnswer['headers'] = {}): OutgoingAnswer {
  return { status, headers, body: Buffer.from(JSON.stringify(body)), retryAfterSeconds: undefined };
}

describe('GraphClient', () => {
  let tokens: FakeTokens;
  let http: FakeHttp;
  let raised: ServiceEvent[];
  let client: GraphClient;

  beforeEach(() => {
    tokens = new FakeTokens();
    http = new FakeHttp();
    raised = [];
    const events = new Events(recordLog().logger);
    events.listen((event) => raised.push(event));
    client = new GraphClient(
      unitConfiguration(),
      events,
      tokens as unknown as TokenService,
      http as unknown as OutgoingHttp,
    );
  });

  const page = (path: string, more: Partial<GraphRequest<unknown>> = {}) => ({
    path,
    scopes: ['Mail.Read'],
    schema: z.object({ value: z.array(z.unknown()) }),
    ...more,
  });
  const failure = (request: GraphRequest<unknown>): Promise<unknown> =>
    client.send(OWNER, request).catch((error: unknown) => error);
  const callsRaised = () => raised.map((event) => ({ ...event, durationMs: 0 }));

  it('sends a request with a token for its scopes, its headers, and an id of its own', async () => {
    const headers = { ConsistencyLevel: 'eventual', Authorization: 'Bearer of somebody else' };
    expect(await client.send(OWNER, page('/me/messages?$top=1', { headers }))).toEqual({ value: [] });
    expect(tokens.asked).toEqual([[['Mail.Read']]]);
    expect(http.requests).toEqual([
      expect.objectContaining({
        method: 'GET',
        url: `${MESSAGES}?$top=1`,
        headers: {
          ConsistencyLevel: 'eventual',
          Authorization: 'Bearer token 1',
          'client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        },
      }),
    ]);
  });

  it('follows a link of Graph’s own', async () => {
    const link = `${MESSAGES}?$skiptoken=abc`;
    await client.send(OWNER, page(link));
    expect(http.requests).toEqual([expect.objectContaining({ url: link })]);
  });

  it('follows no link to another host: nobody is called, and no token fetched', async () => {
    const error = await failure(page('https://elsewhere.example/v1.0/me'));
    expect(error).toMatchObject({ code: 'graph_invalid_answer' });
    expect(inspect(error)).not.toContain('elsewhere');
    expect([tokens.asked, http.requests, raised]).toEqual([[], [], []]);
  });

  it('gives a schema the bytes where it asks for them', async () => {
    http.outcomes[0] = answer(200, 'bytes', { 'content-type': 'Image/PNG; q=1' });
    const schema = z.object({ contentType: z.literal('image/png'), bytes: z.instanceof(Buffer) });
    expect(await client.send(OWNER, page('/me/photo/$value', { binary: true, schema }))).toEqual({
      contentType: 'image/png',
      bytes: Buffer.from('"bytes"'),
    });
  });

  it.each([
    ['text/html', 'text/html'],
    ['Text/HTML; charset=utf-8', 'text/html'],
    ['Ada Lovelace ada@contoso.example', 'none'],
    [`text/${'a'.repeat(65)}`, 'none'],
    ['', 'none'],
  ])('says of an answer that does not fit what did not, and of which type it was: %s', async (type, contentType) => {
    http.outcomes[0] = answer(200, { value: 'ada@contoso.example' }, { 'content-type': type });
    expect(await failure(page('/users/ada@contoso.example/messages'))).toMatchObject({
      code: 'graph_invalid_answer',
      upstreamStatus: 200,
      log: { path: '/users/…/messages', contentType, fields: ['value'], upstreamStatus: 200 },
    });
  });

  it('renews the token once that is challenged, and raises an event for each call', async () => {
    http.outcomes.unshift(answer(401, {}, { 'www-authenticate': CHALLENGE }));
    expect(await client.send(OWNER, page(`${MESSAGES}?$search=ada`))).toEqual({ value: [] });
    expect(tokens.asked).toEqual([
      [['Mail.Read']],
      [['Mail.Read'], { rejected: new Secret('token 1'), claims: CLAIMS }],
    ]);
    expect(http.requests[1]?.headers).toMatchObject({ Authorization: 'Bearer token 2' });
    expect(callsRaised()).toEqual([
      { event: 'graph_call', path: '/me/messages', status: 401, durationMs: 0 },
      { event: 'graph_call', path: '/me/messages', status: 200, durationMs: 0 },
    ]);
  });

  it('raises one event for all tries of a call, with the status of the last', async () => {
    http.outcomes.unshift(answer(503, {}));
    await client.send(OWNER, page('/me/messages'));
    expect(http.requests).toHaveLength(2);
    expect(callsRaised()).toEqual([{ event: 'graph_call', path: '/me/messages', status: 200, durationMs: 0 }]);
    expect(raised).toEqual([expect.objectContaining({ durationMs: expect.any(Number) as unknown })]);
  });

  it.each([
    ['timeout', 'ERR_CANCELED', 'graph_timeout', 1],
    ['unreachable', 'ECONNREFUSED', 'graph_unreachable', 1],
    ['unreachable', 'PROXY_407', 'graph_unreachable', 1],
    ['unreachable', 'ECONNRESET', 'graph_unreachable', 3],
    ['unreachable', 'ERR_BAD_RESPONSE', 'graph_unreachable', 3],
    ['invalid_answer', 'ERR_BAD_RESPONSE', 'graph_invalid_answer', 1],
  ] as const)('takes %s by %s for %s, after %i tries', async (kind, reason, code, tries) => {
    http.outcomes[0] = Object.assign(new TransportError(kind, reason), { proxy: 'http://proxy.example:3128' });
    expect(await failure(page('/me/messages'))).toMatchObject({
      code,
      log: { path: '/me/messages', reason, proxy: 'http://proxy.example:3128' },
    });
    expect(http.requests).toHaveLength(tries);
    expect(callsRaised()).toEqual([{ event: 'graph_call', path: '/me/messages', status: undefined, durationMs: 0 }]);
  });

  it('waits as long as Graph says, unless that is too long for whoever waits', async () => {
    http.outcomes[0] = { ...answer(429, { error: { code: 'TooManyRequests' } }), retryAfterSeconds: 60 };
    expect(await failure(page('/me/messages'))).toMatchObject({
      code: 'graph_throttled',
      graphCode: 'TooManyRequests',
      retryAfterSeconds: 60,
    });
    expect(http.requests).toHaveLength(1);
  });
});
