import type { Session } from './session.js';
import type { SignedInUser } from './signed-in-user.js';

/** What JSON callers learn of the session. Times are ISO 8601. */
export type SessionDescription =
  { signedIn: false } | { signedIn: true; user: SignedInUser; idleExpiresAt: string; absoluteExpiresAt: string };

export function describeSession(session: Session | undefined): SessionDescription {
  if (session === undefined) return { signedIn: false };
  return {
    signedIn: true,
    user: session.user,
    idleExpiresAt: new Date(session.idleExpiresAtMs).toISOString(),
    absoluteExpiresAt: new Date(session.absoluteExpiresAtMs).toISOString(),
  };
}
