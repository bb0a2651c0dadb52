import type { Request, Response } from 'express';
import type { AppRegistration } from '../directory/registrations.js';
import type { EntraError } from './entra-error.js';
import type { RequestedScopes } from './scopes.js';
import type { SsoSession } from './sso-sessions.js';

export type Prompt = 'login' | 'select_account' | 'consent' | 'none';

/** What the pages have to know of whoever wants somebody to sign in. */
export interface SignInRequest {
  readonly client: AppRegistration;
  readonly scopes: RequestedScopes;
  readonly prompt: Prompt | undefined;
  readonly loginHint: string | undefined;
  /** Whether an administrator is wanted, who consents for the whole organisation. Default `false`. */
  readonly forEverybody?: boolean;
}

/** The request that a step answers. */
export interface Exchange {
  readonly req: Request;
  readonly res: Response;
}

/** What becomes of it: how the end of a sign-in gets to who asked for it. */
export interface Outcome {
  granted(exchange: Exchange, session: SsoSession): void;
  refused(exchange: Exchange, error: EntraError): void;
  /** The person left the pages. */
  cancelled(exchange: Exchange): void;
}
