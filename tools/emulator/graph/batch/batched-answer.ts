import type { InnerAnswer } from './exchange.js';

/** Headers of an answer that tell of its connection, or that the batch has itself. */
const LEFT_OUT = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding', 'vary']);

/** One answer of a batch. */
export interface BatchedAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as it is, anything else as base64; missing where there is none. */
  readonly body?: unknown;
}

export function fromInner(id: string, { status, headers, body }: InnerAnswer): BatchedAnswer {
  const kept = Object.entries(headers).filter(([name]) => !LEFT_OUT.has(name.toLowerCase()));
  const isJson = headers['Content-Type']?.startsWith('application/json') ?? false;
  return {
    id,
    status,
    headers: Object.fromEntries(kept),
    ...(body.length === 0 ? {} : { body: isJson ? (JSON.parse(body.toString()) as unknown) : body.toString('base64') }),
  };
}

/** What becomes of a request when one that it depends on failed. */
export function failedDependency(id: string): BatchedAnswer {
  const message = 'The request failed because another request that it depends on failed.';
  return {
    id,
    status: 424,
    headers: { 'Content-Type': 'application/json' },
    body: { error: { code: 'FailedDependency', message } },
  };
}
