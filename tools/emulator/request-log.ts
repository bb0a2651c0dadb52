import type { RequestHandler, Response } from 'express';
import { formOf, queryOf } from './entra/parameters.js';
import { safeParameters, withoutTokens } from './safe-parameters.js';

export type EndpointName =
  | 'discovery'
  | 'keys'
  | 'authorize'
  | 'token'
  | 'logout'
  | 'devicecode'
  | 'adminconsent'
  | 'instance'
  | 'graph.me'
  | 'graph.photo'
  | 'graph.userinfo'
  | 'graph.batch'
  | 'graph'
  | 'page'
  | 'other';

/** One request as the emulator saw it: never a code, token, secret or cookie. */
export interface RecordedRequest {
  /** ISO 8601, of the emulator's clock. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly endpoint: EndpointName;
  /** `null` while unanswered, and for ever when the request hangs or its client went away. */
  status: number | null;
  /** Of the query and the form: what is known, and `(hidden)` for the values that are nobody's business. */
  parameters: Readonly<Record<string, string>>;
  grantType?: string;
  /** What became of it, such as `AADSTS54005` or `code for ordinary`. */
  summary?: string;
}

const ENDPOINTS: readonly (readonly [RegExp, EndpointName])[] = [
  [/^\/[^/]+\/v2\.0\/\.well-known\/openid-configuration$/, 'discovery'],
  [/^\/[^/]+\/discovery\/v2\.0\/keys$/, 'keys'],
  [/^\/[^/]+\/oauth2\/v2\.0\/authorize$/, 'authorize'],
  [/^\/[^/]+\/oauth2\/v2\.0\/token$/, 'token'],
  [/^\/[^/]+\/oauth2\/v2\.0\/logout$/, 'logout'],
  [/^\/[^/]+\/oauth2\/v2\.0\/devicecode$/, 'devicecode'],
  [/^\/[^/]+\/v2\.0\/adminconsent$/, 'adminconsent'],
  [/^\/[^/]+\/discovery\/instance$/, 'instance'],
  [/^\/(?:v1\.0|beta)\/me$/, 'graph.me'],
  [/^\/(?:v1\.0|beta)\/me\/photo\/\$value$/, 'graph.photo'],
  [/^\/(?:v1\.0|beta)\/\$batch$/, 'graph.batch'],
  [/^\/(?:v1\.0|beta)\//, 'graph'],
  [/^\/oidc\/userinfo$/, 'graph.userinfo'],
  [/^\/[^/]+\/emulator\/[^/]+$/, 'page'],
];

/** The control page would otherwise fill the list that it shows. */
const UNRECORDED = /^\/(?:$|control\/|assets\/|favicon\.ico$)/;

const MOST_ENTRIES = 200;

/** The last requests, oldest first. */
export class RequestLog {
  readonly entries: RecordedRequest[] = [];

  private readonly counted = new Map<EndpointName, number>();
  private readonly byResponse = new WeakMap<object, RecordedRequest>();

  constructor(private readonly now: () => number) {}

  readonly middleware: RequestHandler = (req, res, next) => {
    if (!UNRECORDED.test(req.path)) this.record(req.method, req.path, safeParameters(queryOf(req)), res);
    next();
  };

  /** Adds the form, once the body was read. */
  readonly formMiddleware: RequestHandler = (req, res, next) => {
    const entry = this.byResponse.get(res);
    if (entry) entry.parameters = { ...entry.parameters, ...safeParameters(formOf(req)) };
    next();
  };

  /** How many requests each endpoint got so far, those that the list has forgotten included. */
  get counts(): Readonly<Partial<Record<EndpointName, number>>> {
    return Object.fromEntries(this.counted);
  }

  /** Adds what only the endpoint knows. */
  annotate(res: Response, details: Pick<RecordedRequest, 'grantType' | 'summary'>): void {
    const entry = this.byResponse.get(res);
    if (entry) Object.assign(entry, details);
  }

  private record(method: string, path: string, parameters: RecordedRequest['parameters'], res: Response): void {
    const endpoint = ENDPOINTS.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
    this.counted.set(endpoint, (this.counted.get(endpoint) ?? 0) + 1);
    const entry: RecordedRequest = {
      at: new Date(this.now()).toISOString(),
      method,
      path: withoutTokens(path),
      endpoint,
      status: null,
      parameters,
    };
    this.entries.push(entry);
    if (this.entries.length > MOST_ENTRIES) this.entries.shift();
    this.byResponse.set(res, entry);
    res.once('finish', () => {
      entry.status = res.statusCode;
    });
  }
}
