import type { Person } from '../people.js';
import { badRequest, type GraphError } from './graph-error.js';

/** Who asks: what an access token says. */
export interface GraphCaller {
  /** Missing where the token stands for the application alone. */
  readonly person: Person | undefined;
  readonly clientId: string;
  /** Whose directory it is about. */
  readonly tenantId: string;
  /** Scopes, or the roles of an application. In lower case: Graph doesn't look at it. */
  readonly permissions: ReadonlySet<string>;
}

/** @throws GraphError 400 for an application: whatever is about “me” needs a person */
export function personOf({ person }: GraphCaller): Person {
  if (person === undefined) throw delegatedOnly();
  return person;
}

/** How the request log names a caller. */
export function labelOf({ person, clientId }: GraphCaller): string {
  return person?.key ?? `app ${clientId}`;
}

/** What an application is told that asks for `/me`. */
export function delegatedOnly(): GraphError {
  return badRequest('/me request is only valid with delegated authentication flow.');
}
