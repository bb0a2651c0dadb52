import type { JWTPayload } from 'jose';
import { BoundedMap } from '../bounded-map.js';

/** Which assertions have been used, by their client and `jti`. */
export class UsedAssertions {
  private readonly used = new BoundedMap<string, true>(10_000);

  /** Whether this is the first time. One without a `jti` is always new. */
  use(clientId: string, { jti }: JWTPayload): boolean {
    if (jti === undefined) return true;
    const key = `${clientId} ${jti}`;
    if (this.used.has(key)) return false;
    this.used.set(key, true);
    return true;
  }
}
