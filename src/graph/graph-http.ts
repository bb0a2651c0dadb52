import { randomUUID } from 'node:crypto';
import { HttpService } from '@nestjs/axios';
import { Inject, Injectable } from '@nestjs/common';
import { type AxiosError, isAxiosError, isCancel } from 'axios';
import axiosRetry, { exponentialDelay, retryAfter } from 'axios-retry';
import { firstValueFrom } from 'rxjs';
import type { Configuration } from '../../config/configuration.js';
import type { Secret } from '../../config/secret.js';
import { CONFIGURATION } from '../common/configuration.js';
import { goThroughProxy, proxyOf } from '../common/http/outgoing-proxy.js';
import { GraphError, type GraphErrorCode } from './graph.errors.js';

export interface GraphAnswer {
  status: number;
  contentType: string;
  body: Buffer;
  requestId: string | undefined;
  wwwAuthenticate: string | undefined;
}

/** Answers that pass by themselves; Graph says with Retry-After when. */
export const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([429, 503, 504]);

const CONNECTION_RESETS = new Set(['ECONNRESET', 'EPIPE']);
/** Larger than we read has no response; these are no compression or no HTTP at all. */
const UNREADABLE = /^(?:Z_|HPE_)/;
const RETRIES = 2;
const FIRST_DELAY_MS = 100;
/** The longest own delay before a retry, for judging whether one still fits. */
const LONGEST_DELAY_MS = FIRST_DELAY_MS * 2 ** RETRIES * 1.2;

/**
 * GET requests to Graph: a timeout per try, one deadline for all tries, and retries of what passes by itself as long as
 * they fit the deadline.
 * @throws GraphError when there is no answer, or only transient ones
 */
@Injectable()
export class GraphHttp {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly http: HttpService,
  ) {
    goThroughProxy(http.axiosRef);
    axiosRetry(http.axiosRef);
  }

  async get(path: string, accessToken: Secret): Promise<GraphAnswer> {
    const { graphMs, graphTryMs } = this.configuration.deadlines;
    const deadlineAtMs = Date.now() + graphMs;
    const request = this.http.request<ArrayBuffer>({
      url: `${this.configuration.graph.baseUrl}${path}`,
      headers: { Authorization: `Bearer ${accessToken.reveal()}`, 'client-request-id': randomUUID() },
      responseType: 'arraybuffer',
      timeout: graphTryMs,
      signal: AbortSignal.timeout(graphMs),
      'axios-retry': {
        retries: RETRIES,
        shouldResetTimeout: true,
        retryDelay: (count, error) => exponentialDelay(count, error, FIRST_DELAY_MS),
        retryCondition: (error) =>
          isTransient(error) && Date.now() + Math.max(retryAfter(error), LONGEST_DELAY_MS) < deadlineAtMs,
      },
    });
    try {
      const { status, headers, data } = await firstValueFrom(request);
      return {
        status,
        contentType: String(headers['content-type'] ?? ''),
        body: Buffer.from(data),
        requestId: requestIdOf(headers),
        wwwAuthenticate: headers['www-authenticate'] as string | undefined,
      };
    } catch (error) {
      throw classify(error);
    }
  }
}

/** An error with a response is either one of the transient statuses or an answer that broke off half-way. */
function isTransient(error: AxiosError): boolean {
  return error.response !== undefined || CONNECTION_RESETS.has(error.code ?? '');
}

/** An axios error holds the request with the token in it: only its codes and Graph's request id go on. */
function classify(error: unknown): GraphError {
  if (!isAxiosError(error)) return new GraphError('graph_unreachable', { log: { reason: 'unknown' } });
  const { response, code: reason = 'unknown' } = error;
  if (response === undefined || !TRANSIENT_STATUSES.has(response.status)) {
    return new GraphError(withoutAnswerCode(error, reason), { log: { reason, proxy: proxyOf(error) } });
  }
  const seconds = retryAfter(error) / 1000;
  return new GraphError(unavailableCode(response.status), {
    graphRequestId: requestIdOf(response.headers),
    retryAfterSeconds: seconds > 0 ? Math.ceil(seconds) : undefined,
    upstreamStatus: response.status,
  });
}

function withoutAnswerCode(error: AxiosError, reason: string): GraphErrorCode {
  if (isCancel(error) || reason === 'ECONNABORTED' || reason === 'ETIMEDOUT') return 'graph_timeout';
  const tooLarge = reason === 'ERR_BAD_RESPONSE' && error.response === undefined;
  return tooLarge || UNREADABLE.test(reason) ? 'graph_invalid_answer' : 'graph_unreachable';
}

/** It is shown and logged: what does not look like one is none. */
function requestIdOf(headers: Record<string, unknown>): string | undefined {
  const id = headers['request-id'];
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : undefined;
}

function unavailableCode(status: number): GraphErrorCode {
  if (status === 429) return 'graph_throttled';
  return status === 504 ? 'graph_timeout' : 'graph_unavailable';
}
