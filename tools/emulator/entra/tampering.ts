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
  tokenAnswer?: Tamper | undefined;
  /** What to put in place of the discovery document, in the same way. */
  discovery?: Tamper | undefined;
  /** What to put in place of the key set, in the same way. */
  keys?: Tamper | undefined;
  /** What to put in place of the body of a refusal of the token endpoint, in the same way; its status stays. */
  refusal?: Tamper | undefined;
  /** What to put in place of a JSON answer of Graph, its errors included; `path` is that of the request. */
  graph?: ((answer: Record<string, unknown>, request: { readonly path: string }) => unknown) | undefined;
}

/** Makes another body of an honest one. */
export type Tamper = (answer: Record<string, unknown>) => unknown;
