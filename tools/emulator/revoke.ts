import type { Person } from './people.js';
import { revokeSessions } from './revocation.js';
import type { EmulatorState } from './state.js';

/** @returns in words, what that ended */
export function revokeSessionsOf(state: EmulatorState, people: readonly Person[]): string {
  const are = amongst(people);
  const tokens = [...state.grants.refreshTokens.values()].filter(
    ({ signIn, revokedAtMs }) => are(signIn.person) && revokedAtMs === undefined,
  );
  const sessions = state.sessions.all.filter(({ person }) => are(person));
  for (const { oid } of people) revokeSessions(state, oid);
  return `${counted(tokens.length, 'refresh token')} revoked, ${counted(sessions.length, 'session')} ended.`;
}

/** @returns in words, what that ended */
export function revokeAccessTokensOf(state: EmulatorState, people: readonly Person[]): string {
  const are = amongst(people);
  const now = state.now();
  const tokens = [...state.grants.accessTokens.values()].filter(
    ({ person, revokedAtMs, expiresAtMs }) => person && are(person) && revokedAtMs === undefined && now < expiresAtMs,
  );
  for (const { oid } of people) state.grants.revokeAccessTokens(oid);
  const challenged = tokens.filter(({ cp1 }) => cp1).length;
  return `${counted(tokens.length, 'access token')} revoked, ${challenged} of them issued for the capability cp1.`;
}

function amongst(people: readonly Person[]): (person: Person) => boolean {
  const oids = new Set(people.map(({ oid }) => oid));
  return ({ oid }) => oids.has(oid);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
