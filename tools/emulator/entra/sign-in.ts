import type { Request, Response } from 'express';
import { renderAccountPicker } from '../pages/account-picker.js';
import { renderConsent } from '../pages/consent.js';
import { renderRefusal } from '../pages/refusal.js';
import { sendPage } from '../pages/send-page.js';
import type { EmulatorState } from '../state.js';
import { mayComeIn } from './app-roles.js';
import { administratorNeeded, consentDeclined, nobodySignedIn, wrongTenant } from './authorize-errors.js';
import { diagnosticsOf } from './entra-answers.js';
import type { EntraError } from './entra-error.js';
import { isHintFor } from './login-hint.js';
import type { PendingSignIn } from './pending-sign-ins.js';
import { needsAdministrator, permissionsNeeded, shortNames, type Needed } from './permissions.js';
import { recordConsent, rolesListed } from './record-consent.js';
import { consentRequired, notAssigned } from './shared-errors.js';
import type { Outcome, SignInRequest } from './sign-in-request.js';
import type { SsoSession } from './sso-sessions.js';
import type { Tenant } from './tenants.js';

/** One step of a sign-in: what a request leads to, from the first to the outcome. */
export class SignInStep {
  constructor(
    readonly state: EmulatorState,
    readonly req: Request,
    readonly res: Response,
  ) {}

  /** A valid request: its outcome at once where nothing is left to ask. */
  begin(tenant: Tenant, request: SignInRequest, outcome: Outcome): void {
    const session = this.usableSession(tenant, request);
    if (request.prompt === 'none') {
      this.silently(request, outcome, session);
      return;
    }
    const pending = this.state.pending.start(tenant, request, outcome);
    if (session && request.prompt !== 'login' && request.prompt !== 'select_account') {
      this.askConsentOrFinish(pending, session);
    } else {
      this.showPicker(pending);
    }
  }

  /** Somebody was picked; nobody: back to the picker. */
  pick(pending: PendingSignIn, oid: string): void {
    const { tenant, request } = pending;
    const person = this.state.people.find((candidate) => candidate.oid === oid);
    if (!person) {
      this.showPicker(pending);
      return;
    }
    if (!tenant.admits(person)) {
      const { clientId, displayName } = request.client;
      this.showRefusal(pending, wrongTenant(person.userPrincipalName, tenant.segment, clientId, displayName));
      return;
    }
    const current = this.state.sessions.find(this.req);
    const reuse = current?.person.oid === oid && request.prompt !== 'login';
    this.askConsentOrFinish(pending, reuse ? current : this.state.sessions.start(this.req, this.res, person));
  }

  cancel(pending: PendingSignIn): void {
    this.state.pending.finish(pending);
    pending.outcome.cancelled(this);
  }

  /** @param forEverybody - an administrator consents for the whole organisation; of others it is ignored */
  accept(pending: PendingSignIn, session: SsoSession, forEverybody: boolean): void {
    const { request } = pending;
    const needed = this.needed(request, session.person);
    if (this.administratorMissing(request, needed, session.person)) {
      this.showRefusal(pending, administratorNeeded());
      return;
    }
    recordConsent(this.state, request, session.person, needed, forEverybody || request.forEverybody === true);
    this.finish(pending, session);
  }

  decline(pending: PendingSignIn): void {
    this.state.pending.finish(pending);
    pending.outcome.refused(this, consentDeclined());
  }

  annotate(summary: string): void {
    this.state.log.annotate(this.res, { summary });
  }

  private usableSession(tenant: Tenant, { loginHint }: SignInRequest): SsoSession | undefined {
    const session = this.state.sessions.find(this.req);
    if (!session || !tenant.admits(session.person)) return undefined;
    return loginHint === undefined || isHintFor(loginHint, session.person) ? session : undefined;
  }

  private silently(request: SignInRequest, outcome: Outcome, session: SsoSession | undefined): void {
    const { client } = request;
    if (!session) outcome.refused(this, nobodySignedIn());
    else if (!mayComeIn(this.state, client, session.person)) {
      outcome.refused(this, notAssigned(client, 'interaction_required'));
    } else if (this.needed(request, session.person).length > 0) {
      outcome.refused(this, consentRequired(client, 'interaction_required'));
    } else this.grant(request, outcome, session);
  }

  private askConsentOrFinish(pending: PendingSignIn, session: SsoSession): void {
    const { request } = pending;
    const { person } = session;
    const needed = this.needed(request, person);
    if (!mayComeIn(this.state, request.client, person)) {
      this.showRefusal(pending, notAssigned(request.client, 'interaction_required'));
    } else if (this.administratorMissing(request, needed, person)) this.showRefusal(pending, administratorNeeded());
    else if (needed.length > 0 || request.forEverybody) this.showConsent(pending, session, needed);
    else this.finish(pending, session);
  }

  private needed({ client, scopes, prompt }: SignInRequest, person: SsoSession['person']): Needed[] {
    return permissionsNeeded(this.state, client, person, scopes, prompt === 'consent');
  }

  private administratorMissing(
    { forEverybody }: SignInRequest,
    needed: readonly Needed[],
    { administrator }: SsoSession['person'],
  ): boolean {
    return !administrator && (forEverybody === true || needed.some(needsAdministrator));
  }

  private finish(pending: PendingSignIn, session: SsoSession): void {
    this.state.pending.finish(pending);
    this.state.servicePrincipals.ensure(pending.request.client, session.person.tid);
    this.grant(pending.request, pending.outcome, session);
  }

  private grant({ client }: SignInRequest, outcome: Outcome, session: SsoSession): void {
    session.clients.add(client);
    outcome.granted(this, session);
  }

  private showPicker(pending: PendingSignIn): void {
    const { loginHint, client } = pending.request;
    const hinted = this.state.people.filter((person) => loginHint !== undefined && isHintFor(loginHint, person));
    const others = this.state.people.filter((person) => !hinted.includes(person));
    const html = renderAccountPicker({
      app: client.displayName,
      action: `/${pending.tenant.segment}/emulator/sign-in`,
      pending: pending.id,
      people: [...hinted, ...others],
      signedInOid: this.state.sessions.find(this.req)?.person.oid,
    });
    this.annotate('account picker');
    sendPage(this.res, 200, html);
  }

  private showConsent(pending: PendingSignIn, session: SsoSession, needed: readonly Needed[]): void {
    pending.session = session;
    const html = renderConsent({
      app: pending.request.client.displayName,
      action: `/${pending.tenant.segment}/emulator/consent`,
      pickerAction: `/${pending.tenant.segment}/emulator/sign-in`,
      pending: pending.id,
      person: session.person,
      scopes: [...needed.flatMap(shortNames), ...rolesListed(this.state, pending.request)],
      forEverybody: session.person.administrator === true && !pending.request.forEverybody,
    });
    this.annotate(`consent page for ${session.person.key}`);
    sendPage(this.res, 200, html);
  }

  /** What Entra never sends to the client. Somebody else may still sign in. */
  private showRefusal(pending: PendingSignIn, error: EntraError): void {
    this.annotate(`AADSTS${error.code}`);
    const html = renderRefusal({
      message: error.message,
      diagnostics: diagnosticsOf(this.state, this.req, this.res),
      action: `/${pending.tenant.segment}/emulator/sign-in`,
      pending: pending.id,
    });
    sendPage(this.res, 400, html);
  }
}
