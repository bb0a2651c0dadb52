import type { Request, Response } from 'express';
import { renderAccountPicker } from '../pages/account-picker.js';
import { renderConsent } from '../pages/consent.js';
import { sendPage } from '../pages/send-page.js';
import type { EmulatorState } from '../state.js';
import type { AuthorizationRequest, ResponseTarget } from './authorization-request.js';
import { CANCELLED, refusal, respondToClient, success } from './authorization-response.js';
import { diagnosticsOf } from './entra-answers.js';
import type { EntraError } from './entra-error.js';
import { consentDeclined, nobodySignedIn, wrongTenant } from './authorize-errors.js';
import { consentRequired } from './shared-errors.js';
import { isHintFor } from './login-hint.js';
import { permissionsNeeded, shortNames, type Needed } from './permissions.js';
import type { PendingSignIn } from './pending-sign-ins.js';
import type { SsoSession } from './sso-sessions.js';
import type { Tenant } from './tenants.js';

/** One step of a sign-in: what a request leads to, from the authorization request to the code. */
export class SignInStep {
  constructor(
    private readonly state: EmulatorState,
    private readonly req: Request,
    private readonly res: Response,
  ) {}

  /** A valid authorization request: a code at once where nothing is left to ask. */
  begin(tenant: Tenant, request: AuthorizationRequest): void {
    const session = this.usableSession(tenant, request);
    if (request.prompt === 'none') {
      this.silently(request, session);
      return;
    }
    const pending = this.state.pending.start(tenant, request);
    if (session && request.prompt !== 'login' && request.prompt !== 'select_account') {
      this.askConsentOrFinish(pending, session);
    } else {
      this.showPicker(pending);
    }
  }

  /**
   * Somebody was picked.
   *
   * @throws EntraError 50020
   */
  pick(pending: PendingSignIn, oid: string): void {
    const { tenant, request } = pending;
    const person = this.state.people.find((candidate) => candidate.oid === oid);
    if (!person) {
      this.showPicker(pending);
      return;
    }
    if (!tenant.admits(person)) {
      const { clientId, displayName } = request.client;
      throw wrongTenant(person.userPrincipalName, tenant.segment, clientId, displayName);
    }
    const current = this.state.sessions.find(this.req);
    const reuse = current?.person.oid === oid && request.prompt !== 'login';
    this.askConsentOrFinish(pending, reuse ? current : this.state.sessions.start(this.req, this.res, person));
  }

  cancel(pending: PendingSignIn): void {
    this.state.pending.finish(pending);
    this.annotate('cancelled');
    respondToClient(this.res, pending.request, CANCELLED);
  }

  accept(pending: PendingSignIn, session: SsoSession): void {
    const { client } = pending.request;
    const { oid, tid: tenantId } = session.person;
    for (const { resource, values } of this.needed(pending.request, session)) {
      this.state.consents.grant({
        tenantId,
        clientId: client.clientId,
        resourceId: resource.clientId,
        principalId: oid,
        scopes: values,
      });
    }
    this.finish(pending, session);
  }

  decline(pending: PendingSignIn): void {
    this.state.pending.finish(pending);
    this.refuse(pending.request, consentDeclined());
  }

  /** Sends a refusal to the client. */
  refuse(target: ResponseTarget, error: EntraError): void {
    this.annotate(`AADSTS${error.code}`);
    const diagnostics = diagnosticsOf(this.state, this.req, this.res);
    respondToClient(this.res, target, refusal(error, diagnostics, this.state.origin));
  }

  private usableSession(tenant: Tenant, { loginHint }: AuthorizationRequest): SsoSession | undefined {
    const session = this.state.sessions.find(this.req);
    if (!session || !tenant.admits(session.person)) return undefined;
    return loginHint === undefined || isHintFor(loginHint, session.person) ? session : undefined;
  }

  private silently(request: AuthorizationRequest, session: SsoSession | undefined): void {
    if (!session) this.refuse(request, nobodySignedIn());
    else if (this.needed(request, session).length === 0) this.sendCode(request, session);
    else this.refuse(request, consentRequired(request.client, 'interaction_required'));
  }

  private askConsentOrFinish(pending: PendingSignIn, session: SsoSession): void {
    if (this.needed(pending.request, session).length > 0) this.showConsent(pending, session);
    else this.finish(pending, session);
  }

  private needed({ client, scopes, prompt }: AuthorizationRequest, { person }: SsoSession): Needed[] {
    return permissionsNeeded(this.state, client, person, scopes, prompt === 'consent');
  }

  private finish(pending: PendingSignIn, session: SsoSession): void {
    this.state.pending.finish(pending);
    this.sendCode(pending.request, session);
  }

  private sendCode(request: AuthorizationRequest, { person, sid, sessionState }: SsoSession): void {
    const { client, platform, scopes, nonce, redirectUri, challenge } = request;
    this.state.servicePrincipals.ensure(client, person.tid);
    const resource = scopes.permissions[0]?.resource ?? this.state.graph;
    const signIn = { client, person, openId: scopes.openId, resource, platform, sid, nonce };
    const code = this.state.grants.issueCode(signIn, { redirectUri, challenge });
    this.annotate(`code for ${person.key}`);
    respondToClient(this.res, request, success(code, sessionState));
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

  private showConsent(pending: PendingSignIn, session: SsoSession): void {
    pending.session = session;
    const html = renderConsent({
      app: pending.request.client.displayName,
      action: `/${pending.tenant.segment}/emulator/consent`,
      pending: pending.id,
      person: session.person,
      scopes: this.needed(pending.request, session).flatMap(shortNames),
    });
    this.annotate(`consent page for ${session.person.key}`);
    sendPage(this.res, 200, html);
  }

  private annotate(summary: string): void {
    this.state.log.annotate(this.res, { summary });
  }
}
