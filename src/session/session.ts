import type { Secret } from '../../config/secret.js';
import type { KeptChallenge } from '../common/sign-in-challenge.js';
import type { SignedInUser } from './signed-in-user.js';

/** A signed-in browser. Its tokens live in a record of their own (see src/tokens). */
export interface Session {
  /** Known to the browser and to this request alone. */
  readonly id: Secret;
  readonly user: SignedInUser;
  /** Entra's optional `sid` claim: its own session, which front-channel logout names. */
  readonly sid: string | null;
  readonly signedInAtMs: number;
  /** What the next sign-in has to ask for, for ten minutes. */
  readonly challenge?: KeptChallenge | undefined;
  readonly idleExpiresAtMs: number;
  readonly absoluteExpiresAtMs: number;
  /** Ends it, in whatever browser: Entra has withdrawn the person. */
  readonly onWithdrawn: () => Promise<boolean>;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express types are extended
  namespace Express {
    interface Request {
      /** Set by the session guard on every route that is not public. */
      session?: Session;
    }
  }
}
