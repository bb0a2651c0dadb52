import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { OutgoingHttp, type OutgoingRequest, parseJson } from '../common/outgoing/outgoing-http.js';
import type { TransportError } from '../common/outgoing/transport-error.js';
import { type EntraRefusal, parseErrorAnswer } from './entra-refusal.js';
import { type EntraOutageCode, EntraOutageError } from './entra.errors.js';

/** Nothing sensible asks for more. */
const MAX_RETRY_AFTER_SECONDS = 3600;

/** What is called, by its name in the log. */
type EntraEndpoint = 'discovery' | 'keys' | 'token';

export interface EntraAnswer {
  status: number;
  /** Parsed JSON. */
  body: unknown;
  /** True when the request was sent twice: the first try may have been read as well. */
  wasSentTwice: boolean;
}

/**
 * Calls to Entra, over connections that are kept for a moment. A host that closes one as a request goes out on it has not
 * read the request: such a request is sent again, once, over a new one. Nothing else is, because a code can't be redeemed
 * twice. Every one has a deadline, and every failure is an EntraOutageError: no answer in time, no connection, 5xx or 429,
 * or something that is not JSON. Errors never carry what was sent or received.
 */
@Injectable()
export class EntraHttp {
  constructor(private readonly http: OutgoingHttp) {}

  /** GET of a document that must be there and fit the schema. */
  async get<T>(endpoint: EntraEndpoint, url: string, schema: z.ZodType<T>, deadline: AbortSignal): Promise<T> {
    const { status, body } = await this.#send(endpoint, { url, deadline });
    const parsed = status === 200 ? schema.safeParse(body) : undefined;
    if (parsed?.success) return parsed.data;
    const refusal = status === 200 ? undefined : parseErrorAnswer(body);
    throw new EntraOutageError(refusal === undefined ? 'entra_invalid_answer' : refusalCode(refusal), {
      entra: refusal?.details,
      log: { endpoint, upstreamStatus: status, error: refusal?.error },
    });
  }

  /** POST of a form to the token endpoint. Answers of 200 and 4xx other than 429 come back, refusals included. */
  post(url: string, form: URLSearchParams, deadline: AbortSignal): Promise<EntraAnswer> {
    return this.#send('token', { method: 'POST', url, body: form, deadline });
  }

  async #send(endpoint: EntraEndpoint, request: OutgoingRequest): Promise<EntraAnswer> {
    let wasSentTwice = false;
    const resend = (error: TransportError) => {
      if (!error.isStale) throw error;
      wasSentTwice = true;
      return this.http.send({ ...request, overNewConnection: true });
    };
    const answer = await this.http
      .send(request)
      .catch(resend)
      .catch(({ kind, reason, proxy }: TransportError) => {
        throw new EntraOutageError(`entra_${kind}`, { log: { endpoint, reason, proxy } });
      });
    const { status, retryAfterSeconds = Infinity } = answer;
    if (status >= 500 || status === 429) {
      throw new EntraOutageError('entra_unavailable', {
        log: { endpoint, upstreamStatus: status },
        retryAfterSeconds: retryAfterSeconds <= MAX_RETRY_AFTER_SECONDS ? retryAfterSeconds : undefined,
      });
    }
    // A redirect is none, even with JSON: followed, it would take the secret and the tokens along.
    const body = status >= 300 && status < 400 ? undefined : parseJson(answer.body);
    if (body !== undefined) return { status, body, wasSentTwice };
    throw new EntraOutageError('entra_invalid_answer', {
      log: { endpoint, upstreamStatus: status, reason: 'no JSON' },
    });
  }
}

function refusalCode({ error, details }: EntraRefusal): EntraOutageCode {
  // At other endpoints the same number comes with invalid_request.
  if (error === 'invalid_tenant' || details.aadsts === 'AADSTS90002') return 'tenant_not_found';
  return error === 'temporarily_unavailable' || error === 'server_error' ? 'entra_unavailable' : 'discovery_refused';
}
