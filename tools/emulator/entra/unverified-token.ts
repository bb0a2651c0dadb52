import { decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import { assertionOutOfTime, malformedAssertion } from './client-errors.js';

/** How far clocks may be apart. */
const TOLERANCE_SECONDS = 300;

/** A JWT as it came, nothing verified yet. */
export interface UnverifiedToken {
  readonly token: string;
  readonly header: ProtectedHeaderParameters;
  readonly claims: JWTPayload;
}

/** @throws EntraError 50027 when it is no JWT, or names are no texts */
export function decodeToken(token: string): UnverifiedToken {
  try {
    const claims = decodeJwt(token);
    const names: unknown[] = [claims.iss ?? '', claims.sub ?? '', ...[claims.aud ?? []].flat()];
    if (names.every((name) => typeof name === 'string')) return { token, header: decodeProtectedHeader(token), claims };
  } catch {
    // No JWT either.
  }
  throw malformedAssertion();
}

/** @throws EntraError 700024 */
export function requireTime({ nbf, exp }: JWTPayload, nowMs: number): void {
  const now = nowMs / 1000;
  if (typeof exp !== 'number') throw malformedAssertion();
  const early = typeof nbf === 'number' && nbf > now + TOLERANCE_SECONDS;
  if (early || exp <= now - TOLERANCE_SECONDS) throw assertionOutOfTime(nowMs, nbf, exp);
}
