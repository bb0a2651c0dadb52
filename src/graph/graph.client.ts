import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { fieldsForLog } from '../common/logging/fields-for-log.js';
import type { TokenOwner } from '../tokens/token-request.js';
import { TokenService } from '../tokens/token.service.js';
import { InteractionRequiredError } from '../tokens/tokens.errors.js';
import { readClaimsChallenge } from './claims-challenge.js';
import { type GraphAnswer, GraphHttp } from './graph-http.js';
import { GraphError } from './graph.errors.js';

/** A code may be logged: what has another form than Graph's is none. */
const errorBody = z.object({ error: z.object({ code: z.string().regex(/^[\w.]{1,100}$/) }) });

/**
 * Calls Graph for the person of a session. This is where a new endpoint begins: a path, a schema for the answer, and
 * the delegated scopes that it needs.
 *
 * Every method rejects with InteractionRequiredError (sign in again), GraphError (Graph refused or failed),
 * EntraOutageError or StoreUnavailableError.
 */
@Injectable()
export class GraphClient {
  constructor(
    private readonly tokens: TokenService,
    private readonly http: GraphHttp,
  ) {}

  /**
   * GET of JSON.
   * @param path below `/v1.0`, with its query
   * @param schema what of the answer is used; an answer that does not fit is an error
   */
  async get<T>(session: TokenOwner, path: string, schema: z.ZodType<T>, scopes: readonly string[]): Promise<T> {
    const answer = await this.#call(session, path, scopes);
    const parsed = schema.safeParse(parseJson(answer.body));
    if (parsed.success) return parsed.data;
    throw new GraphError('graph_invalid_answer', {
      graphRequestId: answer.requestId,
      upstreamStatus: answer.status,
      log: { path: pathForLog(path), fields: fieldsForLog(parsed.error) },
    });
  }

  /** GET of something binary. */
  async getBytes(session: TokenOwner, path: string, scopes: readonly string[]): Promise<GraphAnswer> {
    return this.#call(session, path, scopes);
  }

  async #call(session: TokenOwner, path: string, scopes: readonly string[]): Promise<GraphAnswer> {
    const token = await this.tokens.getAccessTokenForUser(session, scopes);
    let answer = await this.http.get(path, token);
    if (answer.status === 401) {
      // Expired early or revoked: one new token, with the claims that Graph asks for, and one more try.
      const claims = readClaimsChallenge(answer.wwwAuthenticate);
      const renewed = await this.tokens.getAccessTokenForUser(session, scopes, {
        rejected: token,
        ...(claims !== undefined && { claims }),
      });
      // The same token came with a refresh a moment ago: what it is refused for, another would be as well.
      if (renewed.reveal() !== token.reveal()) answer = await this.http.get(path, renewed);
    }
    return this.#accept(answer, path, scopes);
  }

  #accept(answer: GraphAnswer, path: string, scopes: readonly string[]): GraphAnswer {
    const { status, requestId, body } = answer;
    if (status === 200) return answer;
    const graphCode = errorBody.safeParse(parseJson(body)).data?.error.code;
    const options = {
      graphRequestId: requestId,
      graphCode,
      upstreamStatus: status,
      log: { path: pathForLog(path) },
    };
    if (status === 401) {
      const claims = readClaimsChallenge(answer.wwwAuthenticate);
      if (claims !== undefined) throw new InteractionRequiredError(scopes, claims, options);
    }
    // A new token that is refused without a challenge is good, but not for this.
    if (status === 401 || status === 403) throw new GraphError('graph_forbidden', options);
    throw new GraphError(status === 404 ? 'graph_not_found' : 'graph_invalid_answer', options);
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Without what names somebody: no query, and only segments that are Graph's own words. */
function pathForLog(path: string): string {
  const [segments = ''] = path.split('?');
  return segments
    .split('/')
    .map((segment) => (/^\$?[A-Za-z]*$/.test(segment) ? segment : '…'))
    .join('/');
}
