import type { IncomingHttpHeaders } from 'node:http';
import { HttpModule, HttpService } from '@nestjs/axios';
import { type DynamicModule, Inject, Injectable, Module } from '@nestjs/common';
import { OutgoingCall, outgoingAdapter } from './outgoing-adapter.js';
import type { ExchangedAnswer } from './outgoing-exchange.js';
import { type ConnectionSettings, OutgoingRoutes } from './outgoing-routes.js';

const MAX_BYTES = Symbol('the size beyond which no answer is read');

export interface OutgoingRequest {
  method?: 'GET' | 'POST';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: URLSearchParams;
  /** Ends the call, whatever it is at. */
  deadline: AbortSignal;
  /** The longest silence: until the answer begins, and then within it. Unset: up to the deadline. */
  silenceMs?: number;
  /** True for what a kept connection has lost: the host may have closed the others as well. Default false. */
  overNewConnection?: boolean;
}

export interface OutgoingAnswer extends ExchangedAnswer {
  /** A header that came twice is joined with commas. */
  headers: IncomingHttpHeaders;
  /** Without compression. */
  body: Buffer;
  /** What Retry-After says, in seconds or as a date. Above 0; undefined when it says nothing. */
  retryAfterSeconds: number | undefined;
}

export interface OutgoingSettings extends ConnectionSettings {
  /** The size, without compression, beyond which no answer is read. */
  maxBytes: number;
}

/** The one place that calls out, through the proxy that the environment names. Follows nothing, tries nothing again. */
@Injectable()
export class OutgoingHttp {
  constructor(
    private readonly http: HttpService,
    @Inject(MAX_BYTES) private readonly maxBytes: number,
  ) {
    // At every call axios merges every default, and the adapter reads none.
    const { defaults } = http.axiosRef;
    for (const name of Object.keys(defaults)) if (name !== 'adapter') Reflect.deleteProperty(defaults, name);
  }

  /** The answer, whatever its status. @throws TransportError, and nothing else */
  async send({ method = 'GET', url, ...call }: OutgoingRequest): Promise<OutgoingAnswer> {
    const { headers = {}, body, deadline, silenceMs = 0, overNewConnection = false } = call;
    const limits = { deadline, silenceMs, maxBytes: this.maxBytes };
    const form = body === undefined ? undefined : body.toString();
    const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' };
    const data = new OutgoingCall({ ...type, ...headers }, form, limits, overNewConnection);
    const { data: answer } = await this.http.axiosRef.request<ExchangedAnswer>({ method, url, data });
    return { ...answer, retryAfterSeconds: parseRetryAfter(answer.headers['retry-after']) };
  }
}

/** Gives the module that imports it an OutgoingHttp of its own. */
@Module({})
export class OutgoingHttpModule {
  static register({ maxBytes, ...connections }: OutgoingSettings): DynamicModule {
    const useFactory = () => ({ adapter: outgoingAdapter(new OutgoingRoutes(connections)) });
    return {
      module: OutgoingHttpModule,
      imports: [HttpModule.registerAsync({ useFactory })],
      providers: [OutgoingHttp, { provide: MAX_BYTES, useValue: maxBytes }],
      exports: [OutgoingHttp],
    };
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

function parseRetryAfter(header = ''): number | undefined {
  const number = Number(header);
  const seconds = Math.ceil(Number.isNaN(number) ? (Date.parse(header) - Date.now()) / 1000 : number);
  return seconds > 0 ? seconds : undefined;
}
