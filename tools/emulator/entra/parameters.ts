import type { Request } from 'express';
import { duplicatedParameter } from './shared-errors.js';

/** Parameters by name. An empty value is a missing one; nothing is trimmed. */
export type Parameters = ReadonlyMap<string, string>;

export function queryOf(req: Request): URLSearchParams {
  const start = req.url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : req.url.slice(start));
}

/** The form of a request whose body was read as text. */
export function formOf(req: Request): URLSearchParams {
  const body: unknown = req.body;
  return new URLSearchParams(typeof body === 'string' ? body : '');
}

/** @throws EntraError 9000411 */
export function parametersOf(pairs: URLSearchParams): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (parameters.has(name)) throw duplicatedParameter(name);
    if (value !== '') parameters.set(name, value);
  }
  return parameters;
}
