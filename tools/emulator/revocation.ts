import type { EmulatorState } from './state.js';

/** Ends what somebody may do with a sign-in of the past: refresh tokens and sessions of the emulator itself. */
export function revokeSessions(state: EmulatorState, oid: string): void {
  state.grants.revokeRefreshTokens((signIn) => signIn.person.oid === oid);
  state.sessions.endAllOf(oid);
}
