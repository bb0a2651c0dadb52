import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import { type AxiosRequestConfig, isAxiosError, isCancel } from 'axios';
import { firstValueFrom } from 'rxjs';
import type { z } from 'zod';
import { goThroughProxy, proxyOf } from '../common/http/outgoing-proxy.js';
import { type EntraRefusal, parseErrorAnswer } from './entra-refusal.js';
import { type EntraOutageCode, EntraOutageError } from './entra.errors.js';

const MAX_RETRY_AFTER_SECONDS = 3600;

/** What is called, by its name in the log. */
export type EntraEndpoint = 'discovery' | 'keys' | 'token';

export interface EntraAnswer {
  status: number;
  /** Parsed JSON. */
  body: unknown;
}

/**
 * Calls to Entra. Every one has a deadline, and every failure is an EntraOutageError: no answer in time, no
 * connection, 5xx or 429, or something that is not JSON. Errors never carry what was sent or received.
 */
@Injectable()
export class EntraHttp {
  constructor(private readonly http: HttpService) {
    goThroughProxy(http.axiosRef);
  }

  /** GET of a document that must be there and fit the schema. */
  async get<T>(endpoint: EntraEndpoint, url: string, schema: z.ZodType<T>, deadline: AbortSignal): Promise<T> {
    const { status, body } = await this.#send(endpoint, { method: 'GET', url, signal: deadline });
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
    return this.#send('token', { method: 'POST', url, data: form, signal: deadline });
  }

  async #send(
    endpoint: EntraEndpoint,
    request: AxiosRequestConfig<unknown> & { url: string; signal: AbortSignal },
  ): Promise<EntraAnswer> {
    let response;
    try {
      response = await firstValueFrom(this.http.request<string>({ ...request, responseType: 'text' }));
    } catch (error) {
      // An axios error holds the request with the secret in it: only its code goes on.
      const reason = isAxiosError(error) ? error.code : 'unknown';
      throw new EntraOutageError(isCancel(error) ? 'entra_timeout' : outageCode(reason), {
        log: { endpoint, reason, proxy: proxyOf(error) },
      });
    }
    const { status } = response;
    if (status >= 500 || status === 429) {
      throw new EntraOutageError('entra_unavailable', {
        log: { endpoint, upstreamStatus: status },
        retryAfterSeconds: parseRetryAfter(response.headers['retry-after']),
      });
    }
    if (status >= 300 && status < 400) {
      // Followed, a redirect would take the secret and the tokens along.
      throw new EntraOutageError('entra_invalid_answer', { log: { endpoint, upstreamStatus: status } });
    }
    try {
      return { status, body: JSON.parse(response.data) as unknown };
    } catch {
      // The parser's own message quotes the body, so it does not go on.
      throw new EntraOutageError('entra_invalid_answer', {
        log: { endpoint, upstreamStatus: status, reason: 'no JSON' },
      });
    }
  }
}

function refusalCode({ error, details }: EntraRefusal): EntraOutageCode {
  // At other endpoints the same number comes with invalid_request.
  if (error === 'invalid_tenant' || details.aadsts === 'AADSTS90002') return 'tenant_not_found';
  return error === 'temporarily_unavailable' || error === 'server_error' ? 'entra_unavailable' : 'discovery_refused';
}

/** Larger than we read, broken off half-way, or no compression or HTTP at all. */
const UNREADABLE = /^(?:ERR_BAD_RESPONSE|Z_|HPE_)/;

function outageCode(reason = '') {
  if (reason === 'ECONNABORTED' || reason === 'ETIMEDOUT') return 'entra_timeout';
  return UNREADABLE.test(reason) ? 'entra_invalid_answer' : 'entra_unreachable';
}

/** Whole seconds, as Entra gives them; nothing sensible asks for more than an hour. */
function parseRetryAfter(header: unknown): number | undefined {
  const seconds = Math.ceil(Number(header));
  return seconds > 0 && seconds <= MAX_RETRY_AFTER_SECONDS ? seconds : undefined;
}
