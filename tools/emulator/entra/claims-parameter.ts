import { malformedRequest } from './shared-errors.js';

/**
 * Whether the `claims` parameter declares the client capability `cp1`: only then may Graph answer the access token with
 * a claims challenge.
 *
 * @throws EntraError 9002313 when it is not a JSON object
 */
export function declaresCp1(claims: string | undefined): boolean {
  if (claims === undefined) return false;
  const values = member(member(member(parseObject(claims), 'access_token'), 'xms_cc'), 'values');
  return Array.isArray(values) && values.some((value) => String(value).toLowerCase() === 'cp1');
}

function parseObject(claims: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(claims);
  } catch {
    throw malformedRequest();
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw malformedRequest();
  return parsed;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
