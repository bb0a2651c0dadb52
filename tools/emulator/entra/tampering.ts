import type { KeyObject } from 'node:crypto';
import type { JWTHeaderParameters } from 'jose';

/** An ID token as it should be, and what it takes to forge another. */
export interface HonestIdToken {
  readonly token: string;
  readonly header: JWTHeaderParameters;
  readonly claims: Record<string, unknown>;
  /**
   * Signs other claims with the published key.
   *
   * @param header - default: the honest one
   */
  readonly sign: (claims: Record<string, unknown>, header?: JWTHeaderParameters) => Promise<string>;
  readonly privateKey: KeyObject;
  readonly publicKeyPem: string;
  readonly certificatePem: string;
  readonly kid: string;
}

/** Hooks for tests against hostile answers. While one is unset, nothing is changed. */
export interface Tampering {
  /** What to put in place of the `id_token`; `undefined` leaves the member out. */
  idToken?: ((honest: HonestIdToken) => unknown) | undefined;
  /**
   * What to put in place of the whole token answer: an object goes out as JSON, a string as it is. A promise delays the
   * answer of a request that has had its effect.
   */
  tokenAnswer?: ((answer: Record<string, unknown>) => unknown) | undefined;
}
