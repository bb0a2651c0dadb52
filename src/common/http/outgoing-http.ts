import { type ClientRequest, Agent as HttpAgent, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { TLSSocket } from 'node:tls';
import { HttpModule, HttpService } from '@nestjs/axios';
import { type DynamicModule, Injectable, Module } from '@nestjs/common';
import { AxiosError, type AxiosProxyConfig, type AxiosResponse, isAxiosError } from 'axios';
import { proxyFor } from './outgoing-proxy.js';

export interface OutgoingRequest {
  method?: 'GET' | 'POST';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: URLSearchParams;
  /** Ends the call, whatever it is at. */
  deadline: AbortSignal;
  /** The longest silence: until the answer begins, and then within it. Unset: up to the deadline. */
  silenceMs?: number;
}

export interface OutgoingAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** What Retry-After says, in seconds or as a date. Above 0; undefined when it says nothing. */
  retryAfterSeconds: number | undefined;
}

/** A call that came to no answer. Holds nothing of what was sent: axios's own error does, secrets included. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  /**
   * @param reason for the log: the code of Node or axios, or `PROXY_` and the status with which the proxy refused
   * @param proxy its address without credentials, if the call went through one
   */
  constructor(
    readonly kind: 'timeout' | 'unreachable' | 'invalid_answer',
    readonly reason: string,
    readonly proxy: string | undefined,
  ) {
    super(reason);
  }
}

/** The one place that calls out, through the proxy that the environment names. Follows nothing, tries nothing again. */
@Injectable()
export class OutgoingHttp {
  constructor(private readonly http: HttpService) {}

  /** The answer, whatever its status. @throws TransportError, and nothing else */
  async send({ body: data, deadline: signal, silenceMs = 0, ...call }: OutgoingRequest): Promise<OutgoingAnswer> {
    let proxy: AxiosProxyConfig | false = false;
    try {
      proxy = proxyFor(new URL(call.url));
      const response = await this.http.axiosRef.request<Buffer>({ ...call, data, signal, timeout: silenceMs, proxy });
      if (isOfProxy(response, proxy)) throw new AxiosError('refused', '', response.config, undefined, response);
      const headers = response.headers as IncomingHttpHeaders;
      const retryAfterSeconds = parseRetryAfter(headers['retry-after']);
      return { status: response.status, headers, body: response.data, retryAfterSeconds };
    } catch (error) {
      throw transportError(isAxiosError(error) ? error : new AxiosError(), proxy);
    }
  }
}

/** Gives the module that imports it an OutgoingHttp of its own. */
@Module({ providers: [OutgoingHttp], exports: [OutgoingHttp] })
export class OutgoingHttpModule {
  /** @param settings whether connections are kept for the next call, and the size beyond which no answer is read */
  static register({ keepAlive, maxBytes }: { keepAlive: boolean; maxBytes: number }): DynamicModule {
    const useFactory = () => ({
      httpAgent: new HttpAgent({ keepAlive }),
      httpsAgent: new HttpsAgent({ keepAlive }),
      maxRedirects: 0,
      maxContentLength: maxBytes,
      responseType: 'arraybuffer' as const,
      validateStatus: () => true,
    });
    return { module: OutgoingHttpModule, imports: [HttpModule.registerAsync({ useFactory })] };
  }
}

/** The JSON of a body; undefined when it is none. The parser's own error would quote it. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** Axios opens a tunnel (CONNECT). What answers through it without TLS is not the host at its end. */
function isOfProxy({ request }: AxiosResponse, proxy: AxiosProxyConfig | false): boolean {
  return proxy !== false && !((request as ClientRequest).socket instanceof TLSSocket);
}

function transportError({ code, response }: AxiosError, proxy: AxiosProxyConfig | false): TransportError {
  const refused = response !== undefined && isOfProxy(response, proxy);
  const reason = refused ? `PROXY_${response.status}` : (code ?? 'unknown');
  const address = proxy ? `${proxy.protocol}//${proxy.host}:${proxy.port}` : undefined;
  return new TransportError(kindOf(reason, response !== undefined), reason, address);
}

function kindOf(reason: string, hasBegun: boolean): TransportError['kind'] {
  if (['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT'].includes(reason)) return 'timeout';
  // No compression or no HTTP; or larger than we read: what breaks off half-way has the same code, and a response.
  const isUnreadable = /^(?:Z_|HPE_)/.test(reason) || (reason === 'ERR_BAD_RESPONSE' && !hasBegun);
  return isUnreadable ? 'invalid_answer' : 'unreachable';
}

function parseRetryAfter(header = ''): number | undefined {
  const number = Number(header);
  const seconds = Math.ceil(Number.isNaN(number) ? (Date.parse(header) - Date.now()) / 1000 : number);
  return seconds > 0 ? seconds : undefined;
}
