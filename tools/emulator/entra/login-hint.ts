import { createHash } from 'node:crypto';
import type { Person } from '../people.js';

/** The value of the optional claim `login_hint`: opaque to everybody else. */
export function opaqueLoginHint(person: Person): string {
  return `O.${createHash('sha256').update(`login_hint|${person.tid}|${person.oid}`).digest('base64url')}`;
}

/** At authorize the hint may also be the user principal name. */
export function isHintFor(hint: string, person: Person): boolean {
  return hint === opaqueLoginHint(person) || hint.toLowerCase() === person.userPrincipalName.toLowerCase();
}
