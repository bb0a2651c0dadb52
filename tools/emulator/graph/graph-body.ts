import express, { type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { badRequest, GraphError } from './graph-error.js';

/** As text, whatever it says of itself: a body is read only once its caller may send it. */
export const readBody: RequestHandler = express.text({ type: () => true, limit: '4mb' });

/** @throws GraphError 400 for what is no JSON */
export function jsonOf(req: Request): unknown {
  const text: unknown = req.body;
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
}

/**
 * A body that is as it should be.
 *
 * @throws GraphError 400 that names the first property that is not
 */
export function parsedBody<T>(schema: z.ZodType<T>, body: unknown, typeName: string): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    throw badRequest(
      `The property '${issue.keys[0]}' does not exist on type 'microsoft.graph.${typeName}'. Make sure to only use ` +
        'property names that are defined by the type.',
    );
  }
  const property = issue?.path.join('.') ?? '';
  throw new GraphError(
    400,
    'Request_BadRequest',
    property === ''
      ? 'The request body is no JSON object.'
      : `Invalid value specified for property '${property}' of resource '${typeName}'.`,
  );
}
