import { malformedRequest } from './shared-errors.js';

/** What a `claims` parameter asks for, as far as it changes anything. */
export interface RequestedClaims {
  /** The client capability `cp1`: only then may Graph answer the access token with a claims challenge. */
  readonly cp1: boolean;
  /** Authentication contexts for either token, such as `c1`. */
  readonly contexts: readonly string[];
}

/** Whatever else is asked for as one is no context of any tenant, and asks for nothing. */
const CONTEXT = /^c\d{1,2}$/;

/** @throws EntraError 9002313 when it is not a JSON object */
export function claimsIn(claims: string | undefined): RequestedClaims {
  if (claims === undefined) return { cp1: false, contexts: [] };
  const parsed = parseObject(claims);
  const capabilities = valuesOf(member(member(parsed, 'access_token'), 'xms_cc'));
  const contexts = ['access_token', 'id_token'].flatMap((token) => valuesOf(member(member(parsed, token), 'acrs')));
  return {
    cp1: capabilities.some((value) => value.toLowerCase() === 'cp1'),
    contexts: [...new Set(contexts)].filter((context) => CONTEXT.test(context)),
  };
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

/** A claim is asked for with one `value` or with several `values`. */
function valuesOf(claim: unknown): string[] {
  const values: unknown[] = [member(claim, 'value'), member(claim, 'values')].flat();
  return values.filter((value): value is string => typeof value === 'string');
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
