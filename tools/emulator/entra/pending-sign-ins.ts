import { randomBytes } from 'node:crypto';
import { BoundedMap } from '../bounded-map.js';
import type { Outcome, SignInRequest } from './sign-in-request.js';
import type { SsoSession } from './sso-sessions.js';
import type { Tenant } from './tenants.js';

/** A sign-in that waits for somebody to press a button on one of the emulator's pages. */
export interface PendingSignIn {
  readonly id: string;
  readonly tenant: Tenant;
  readonly request: SignInRequest;
  readonly outcome: Outcome;
  /** Set once somebody has been picked, when only consent is missing. */
  session?: SsoSession;
}

/** The sign-ins under way. */
export class PendingSignIns {
  private readonly byId = new BoundedMap<string, PendingSignIn>(1000);

  start(tenant: Tenant, request: SignInRequest, outcome: Outcome): PendingSignIn {
    const pending: PendingSignIn = { id: randomBytes(16).toString('base64url'), tenant, request, outcome };
    this.byId.set(pending.id, pending);
    return pending;
  }

  find(id: string | undefined): PendingSignIn | undefined {
    return id === undefined ? undefined : this.byId.get(id);
  }

  finish(pending: PendingSignIn): void {
    this.byId.delete(pending.id);
  }
}
