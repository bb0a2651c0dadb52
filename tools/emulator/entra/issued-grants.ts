import { randomBytes, randomUUID } from 'node:crypto';
import { BoundedMap } from '../bounded-map.js';
import type { AppRegistration, Platform } from '../directory/registrations.js';
import type { Person } from '../people.js';
import type { AuthenticationMethod } from './authentication-method.js';
import type { CodeChallenge } from './authorization-request.js';

/** What one sign-in was about; everything issued for it points here. */
export interface SignIn {
  readonly id: string;
  readonly client: AppRegistration;
  readonly person: Person;
  readonly openId: ReadonlySet<string>;
  /** The API that it asked for first: what tokens are for unless a token request says otherwise. */
  readonly resource: AppRegistration;
  /** Of the redirect URI that it used; device code has none and counts as public. */
  readonly platform: Platform;
  readonly sid: string;
  readonly nonce: string | undefined;
  /** The authentication contexts that it satisfied. */
  readonly contexts: readonly string[];
}

export interface AuthorizationCode {
  readonly signIn: SignIn;
  readonly redirectUri: string;
  readonly challenge: CodeChallenge | undefined;
  readonly expiresAtMs: number;
  redeemed: boolean;
}

export interface RefreshToken {
  readonly signIn: SignIn;
  readonly issuedAtMs: number;
  used: boolean;
  /** From when on tokens of this person are good again. */
  revokedAtMs?: number;
}

export interface AccessToken {
  readonly client: AppRegistration;
  /** How the client proved itself for it. */
  readonly authentication: AuthenticationMethod;
  /** The API that it is made out to. */
  readonly resource: AppRegistration;
  /** The tenant that it was issued in. */
  readonly tenantId: string;
  /** Missing where the client acts for itself. */
  readonly person: Person | undefined;
  /** Delegated permissions by value; in Graph's tokens OpenID scopes too. */
  readonly scopes: ReadonlySet<string>;
  /** Application permissions, of a client that acts for itself. */
  readonly roles: readonly string[];
  readonly expiresAtMs: number;
  /** Whether the client declared that it can handle claims challenges. */
  readonly cp1: boolean;
  /** Authentication contexts, the claim `acrs`. */
  readonly contexts: readonly string[];
  revokedAtMs?: number;
}

const CODE_LIFETIME_MS = 10 * 60 * 1000;
export const REFRESH_TOKEN_LIFETIME_MS = 90 * 24 * 3600 * 1000;

/**
 * About as long as Entra's (what does not fit into a cookie there must not fit here), without dots (nobody may take
 * them for JWTs).
 */
const BYTES = { code: 600, refreshToken: 900, accessToken: 1200 };

/** Codes, refresh tokens and access tokens: opaque strings that mean something here only. */
export class IssuedGrants {
  readonly codes = new BoundedMap<string, AuthorizationCode>(2000);
  readonly refreshTokens = new BoundedMap<string, RefreshToken>(10_000);
  readonly accessTokens = new BoundedMap<string, AccessToken>(10_000);

  constructor(private readonly now: () => number) {}

  issueCode(signIn: Omit<SignIn, 'id'>, binding: Pick<AuthorizationCode, 'redirectUri' | 'challenge'>): string {
    return put(this.codes, `1.${opaque(BYTES.code)}`, {
      ...binding,
      signIn: { ...signIn, id: randomUUID() },
      expiresAtMs: this.now() + CODE_LIFETIME_MS,
      redeemed: false,
    });
  }

  issueRefreshToken(signIn: SignIn): string {
    return put(this.refreshTokens, `1.${opaque(BYTES.refreshToken)}`, {
      signIn,
      issuedAtMs: this.now(),
      used: false,
    });
  }

  /**
   * @param value - what it looks like; default: opaque, as Graph's are
   */
  issueAccessToken(
    token: Omit<AccessToken, 'expiresAtMs'>,
    lifetimeSeconds: number,
    value = `EwB${opaque(BYTES.accessToken)}`,
  ): string {
    return put(this.accessTokens, value, { ...token, expiresAtMs: this.now() + lifetimeSeconds * 1000 });
  }

  /** Those issued so far; later ones are good. */
  revokeRefreshTokens(belongs: (signIn: SignIn) => boolean): void {
    for (const token of this.refreshTokens.values()) {
      if (belongs(token.signIn)) token.revokedAtMs ??= this.now();
    }
  }

  /** Those issued so far; later ones are good. */
  revokeAccessTokens(oid: string): void {
    for (const token of this.accessTokens.values()) {
      if (token.person?.oid === oid) token.revokedAtMs ??= this.now();
    }
  }
}

function opaque(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

function put<V>(map: Map<string, V>, key: string, value: V): string {
  map.set(key, value);
  return key;
}
