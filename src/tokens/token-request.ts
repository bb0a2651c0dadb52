import { createHash } from 'node:crypto';
import type { Secret } from '../../config/secret.js';

/** Whose tokens they are: a session, or whatever else names a person by something that is secret and ends. */
export interface TokenOwner {
  /** Known to the owner and to this request alone: the tokens are sealed under it. */
  readonly id: Secret;
  /** When the tokens go, unless that is moved with the owner's own end. */
  readonly idleExpiresAtMs: number;
  /**
   * Ends the owner: Entra has withdrawn the person. Unset where nothing but the tokens would outlive that. False when it
   * was over already.
   */
  readonly onWithdrawn?: () => Promise<boolean>;
}

export interface AccessTokenOptions {
  /** A token that the API refused: it is given again only when a refresh brought it within the last five minutes. */
  rejected?: Secret;
  /** The claims challenge that came with the refusal, as JSON. */
  claims?: string;
}

/** What somebody wants of an owner's tokens. */
export interface TokenRequest extends AccessTokenOptions {
  owner: TokenOwner;
  /** Of one API. */
  scopes: readonly string[];
}

/** Names what is asked for, to whoever asks for the same of this owner. */
export function workOf({ scopes, claims, rejected }: TokenRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([scopes, claims, rejected?.reveal()]))
    .digest('base64url');
}
