import type { RequestHandler, Response } from 'express';

export type EndpointName =
  | 'discovery'
  | 'keys'
  | 'authorize'
  | 'token'
  | 'logout'
  | 'graph.me'
  | 'graph.photo'
  | 'graph.userinfo'
  | 'page'
  | 'other';

/** One request as the emulator saw it: never a query string, code, token, secret or cookie. */
export interface RecordedRequest {
  /** ISO 8601, of the emulator's clock. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly endpoint: EndpointName;
  /** `null` while unanswered, and for ever when the request hangs or its client went away. */
  status: number | null;
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
  [/^\/v1\.0\/me$/, 'graph.me'],
  [/^\/v1\.0\/me\/photo\/\$value$/, 'graph.photo'],
  [/^\/oidc\/userinfo$/, 'graph.userinfo'],
  [/^\/[^/]+\/emulator\/[^/]+$/, 'page'],
];

/** The control page would otherwise fill the list that it shows. */
const UNRECORDED = /^\/(?:$|control\/|assets\/|favicon\.ico$)/;

const MOST_ENTRIES = 200;

/** The last requests, oldest first. */
export class RequestLog {
  readonly entries: RecordedRequest[] = [];

  private readonly byResponse = new WeakMap<object, RecordedRequest>();

  constructor(private readonly now: () => number) {}

  readonly middleware: RequestHandler = (req, res, next) => {
    if (!UNRECORDED.test(req.path)) this.record(req.method, req.path, res);
    next();
  };

  /** Adds what only the endpoint knows. */
  annotate(res: Response, details: Pick<RecordedRequest, 'grantType' | 'summary'>): void {
    const entry = this.byResponse.get(res);
    if (entry) Object.assign(entry, details);
  }

  private record(method: string, path: string, res: Response): void {
    const entry: RecordedRequest = {
      at: new Date(this.now()).toISOString(),
      method,
      path,
      endpoint: ENDPOINTS.find(([pattern]) => pattern.test(path))?.[1] ?? 'other',
      status: null,
    };
    this.entries.push(entry);
    if (this.entries.length > MOST_ENTRIES) this.entries.shift();
    this.byResponse.set(res, entry);
    res.once('finish', () => {
      entry.status = res.statusCode;
    });
  }
}
