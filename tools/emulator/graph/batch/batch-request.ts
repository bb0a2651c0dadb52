import { z } from 'zod';
import { badRequest } from '../graph-error.js';

/** At most so many to a batch. */
const MOST = 20;
/** What belongs to a connection, not to a request. */
const HOP_BY_HOP = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/);
const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/);

const requestSchema = z.object({
  id: z.string().min(1),
  method: z
    .string()
    .transform((method) => method.toUpperCase())
    .pipe(z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE'])),
  url: z.string().min(1),
  headers: z.record(headerName, headerValue).default({}),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).default([]),
});

const batchSchema = z.object({ requests: z.array(requestSchema) });

/** One request of a batch. */
export type BatchedRequest = z.output<typeof requestSchema>;

/**
 * The requests of a batch.
 *
 * @throws GraphError 400 for a batch that is malformed as a whole
 */
export function batchedRequests(body: unknown): BatchedRequest[] {
  const parsed = batchSchema.safeParse(body);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.');
    throw badRequest(`Invalid batch payload format${where ? ` at '${where}'` : ''}.`);
  }
  const { requests } = parsed.data;
  if (requests.length > MOST) {
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${MOST}.`);
  }
  requireUniqueIds(requests);
  requests.forEach(requireContentType);
  requireOrder(requests);
  return requests.map((request) => ({ ...request, headers: endToEnd(request.headers) }));
}

/** Ids are the same whatever their case. */
export function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function requireUniqueIds(requests: readonly BatchedRequest[]): void {
  const ids = new Set(requests.map(({ id }) => id.toLowerCase()));
  if (ids.size < requests.length) throw badRequest('Request ids must be unique in a batch.');
}

function requireContentType({ id, body, headers }: BatchedRequest): void {
  if (body === undefined || Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')) return;
  throw badRequest(`Write request id : ${id} does not contain Content-Type header or body.`);
}

/** What a request waits for stands before it: that there are no circles follows. */
function requireOrder(requests: readonly BatchedRequest[]): void {
  requests.forEach(({ id, dependsOn }, index) => {
    const before = requests.slice(0, index);
    const missing = dependsOn.find((needed) => !before.some((other) => sameId(other.id, needed)));
    if (missing === undefined) return;
    throw badRequest(`Request '${id}' depends on '${missing}', which is no request before it in this batch.`);
  });
}

function endToEnd(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase())));
}
