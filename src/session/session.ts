import { z } from 'zod';
import type { Secret } from '../../config/secret.js';
import type { KeptChallenge } from '../common/sign-in-challenge.js';

/**
 * Who is signed in, as answers show it and as the session's record has it. `tenantId` and `id` together name the person for
 * good; the rest may change. A field that is added needs a default, or everybody who is signed in would be signed out.
 */
export const signedInUserSchema = z.object({
  /** The `oid` claim; Graph's id of the person. */
  id: z.string(),
  /** The `tid` claim. */
  tenantId: z.string(),
  name: z.string().nullable(),
  /** The `preferred_username` claim: for display, never to decide by. */
  username: z.string().nullable(),
  /** App roles, from the `roles` claim. */
  roles: z.array(z.string()),
});

export type SignedInUser = z.output<typeof signedInUserSchema>;

/** A signed-in browser. Its tokens live in a record of their own (see the tokens module). */
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
  readonly onWithdrawn: () => Promise<void>;
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
