import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Configuration } from '../../config/configuration.js';
import type { Secret } from '../../config/secret.js';
import { CONFIGURATION } from '../common/configuration.js';
import { Events } from '../common/events.js';
import { type OutgoingAnswer, OutgoingHttp, parseJson } from '../common/outgoing/outgoing-http.js';
import type { TransportError } from '../common/outgoing/transport-error.js';
import { fieldsForLog } from '../common/logging/fields-for-log.js';
import type { TokenOwner } from '../tokens/token-request.js';
import { TokenService } from '../tokens/token.service.js';
import { InteractionRequiredError } from '../tokens/tokens.errors.js';
import { readClaimsChallenge } from './claims-challenge.js';
import { type BinaryAnswer, type GraphRequest, pathForLog, urlOf } from './graph-request.js';
import { sendWithRetries } from './graph-retries.js';
import { GraphError, type GraphErrorCode } from './graph.errors.js';

/** A code may be logged: what has another form than Graph's is none. */
const errorBody = z.object({ error: z.object({ code: z.string().regex(/^[\w.]{1,100}$/) }) });

const REFUSALS: Readonly<Record<number, GraphErrorCode>> = {
  // Without a challenge: the token is new and good, but not for this.
  401: 'graph_forbidden',
  403: 'graph_forbidden',
  404: 'graph_not_found',
  429: 'graph_throttled',
  503: 'graph_unavailable',
  504: 'graph_timeout',
};

/** Sends requests to Graph with the token of a session: fetches, renews, tries again, and reads what comes. */
@Injectable()
export class GraphClient {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly events: Events,
    private readonly tokens: TokenService,
    private readonly http: OutgoingHttp,
  ) {}

  async send<T>(owner: TokenOwner, request: GraphRequest<T>): Promise<T> {
    const url = urlOf(request, this.configuration.graph.baseUrl);
    const token = await this.tokens.getAccessTokenForUser(owner, request.scopes);
    let answer = await this.#call(request, url, token);
    if (answer.status === 401) {
      // Expired early or revoked: one new token, with the claims that Graph asks for, and one more try.
      const claims = readClaimsChallenge(answer.headers['www-authenticate']);
      const renewed = await this.tokens.getAccessTokenForUser(owner, request.scopes, {
        rejected: token,
        ...(claims !== undefined && { claims }),
      });
      // The same token came with a refresh a moment ago: what it is refused for, another would be as well.
      if (renewed.reveal() !== token.reveal()) answer = await this.#call(request, url, renewed);
    }
    return read(request, answer, pathForLog(url));
  }

  /** All tries together are one call. */
  async #call({ method = 'GET', headers }: GraphRequest<unknown>, url: string, token: Secret): Promise<OutgoingAnswer> {
    const own = { Authorization: `Bearer ${token.reveal()}`, 'client-request-id': randomUUID() };
    const { graphMs, graphTryMs: silenceMs } = this.configuration.deadlines;
    const request = { method, url, headers: { ...headers, ...own }, silenceMs };
    const path = pathForLog(url);
    const startedAt = performance.now();
    let answer: OutgoingAnswer | undefined;
    try {
      return (answer = await sendWithRetries(this.http, request, graphMs));
    } catch (error) {
      const { kind, reason, proxy } = error as TransportError;
      throw new GraphError(`graph_${kind}`, { log: { path, reason, proxy } });
    } finally {
      const durationMs = Math.round(performance.now() - startedAt);
      this.events.raise({ event: 'graph_call', path, status: answer?.status, durationMs });
    }
  }
}

function read<T>({ schema, scopes, binary }: GraphRequest<T>, answer: OutgoingAnswer, path: string): T {
  const { status: upstreamStatus, headers, body, retryAfterSeconds } = answer;
  const options = { graphRequestId: requestIdOf(headers), upstreamStatus };
  if (upstreamStatus === 200) {
    const contentType = contentTypeOf(headers);
    const parsed = schema.safeParse(binary ? ({ contentType, bytes: body } satisfies BinaryAnswer) : parseJson(body));
    if (parsed.success) return parsed.data;
    const log = { path, contentType, fields: fieldsForLog(parsed.error) };
    throw new GraphError('graph_invalid_answer', { ...options, log });
  }
  const graphCode = errorBody.safeParse(parseJson(body)).data?.error.code;
  const refusal = { ...options, graphCode, retryAfterSeconds, log: { path } };
  const claims = upstreamStatus === 401 ? readClaimsChallenge(headers['www-authenticate']) : undefined;
  if (claims !== undefined) throw new InteractionRequiredError(scopes, claims, refusal);
  throw new GraphError(REFUSALS[upstreamStatus] ?? 'graph_invalid_answer', refusal);
}

/** It is shown and logged: what does not look like one is none. */
function requestIdOf({ 'request-id': id }: IncomingHttpHeaders): string | undefined {
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : undefined;
}

/** Without parameters, and in lower case: neither changes the type. It is logged: what has another form is none. */
function contentTypeOf({ 'content-type': type = '' }: IncomingHttpHeaders): string {
  return /^\s*([\w.+-]{1,64}\/[\w.+-]{1,64})\s*(?:;|$)/.exec(type)?.[1]?.toLowerCase() ?? 'none';
}
