import express, { type Request, type Response, type Router } from 'express';
import { sendPage } from '../pages/send-page.js';
import { renderSignedOut, renderSignOut } from '../pages/sign-out.js';
import { sameOriginOnly } from '../same-origin.js';
import type { EmulatorState } from '../state.js';
import { pageErrors } from './entra-answers.js';
import { opaqueLoginHint } from './login-hint.js';
import { formOf, parametersOf, queryOf, type Parameters } from './parameters.js';
import { isRegisteredRedirectUri } from './redirect-uris.js';
import type { SsoSession } from './sso-sessions.js';
import { issuerOf, type Tenant } from './tenants.js';

/** What goes on from the page that asks which account. */
const KEPT_PARAMETERS = ['post_logout_redirect_uri', 'state'] as const;

/** Microsoft's own samples join the authority and the path with one slash too many. */
const LOGOUT_PATH = /^\/+(?<tenant>[^/]+)\/+oauth2\/+v2\.0\/+logout\/?$/;

/** The end-session endpoint and the page behind it. */
export function logoutRoutes(state: EmulatorState): Router {
  const router = express.Router();
  const logout = (req: Request, res: Response): void => {
    const parameters = parametersOf(req.method === 'POST' ? formOf(req) : queryOf(req));
    const tenant = state.tenants.get(String(req.params['tenant']));
    const session = state.sessions.find(req);
    // Only the opaque hint counts here; a user principal name is none.
    const hinted = session && parameters.get('logout_hint') === opaqueLoginHint(session.person);
    if (session && !hinted) askWhichAccount(res, tenant, session, parameters);
    else signOut(state, req, res, parameters);
  };
  router.get(LOGOUT_PATH, logout);
  router.post(LOGOUT_PATH, logout);
  router.post('/:tenant/emulator/sign-out', sameOriginOnly(state.origin), (req, res) => {
    signOut(state, req, res, parametersOf(formOf(req)));
  });
  router.use(pageErrors(state));
  return router;
}

function askWhichAccount(res: Response, tenant: Tenant, session: SsoSession, parameters: Parameters): void {
  const fields = KEPT_PARAMETERS.flatMap((name) => {
    const value = parameters.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const action = `/${tenant.segment}/emulator/sign-out`;
  sendPage(res, 200, renderSignOut({ action, person: session.person, fields }));
}

/** Back to the application only if the address is registered and there was a session to end. */
function signOut(state: EmulatorState, req: Request, res: Response, parameters: Parameters): void {
  const session = state.sessions.find(req);
  state.sessions.end(req, res);
  state.log.annotate(res, { summary: session ? `signed out ${session.person.key}` : 'nobody was signed in' });
  const next = session && returnAddress(session, parameters);
  const frames = session ? frontchannelAddresses(state, session) : [];
  if (next !== undefined && frames.length === 0) {
    res.status(302).set('Location', next).end();
  } else {
    sendPage(res, 200, renderSignedOut({ frames, next }), { frames });
  }
}

/** A redirect URI of an application that the session was for. */
function returnAddress({ clients }: SsoSession, parameters: Parameters): string | undefined {
  const uri = parameters.get('post_logout_redirect_uri');
  const registered = [...clients].flatMap(({ redirectUris }) => Object.values(redirectUris).flat());
  if (uri === undefined || !isRegisteredRedirectUri(uri, registered)) return undefined;
  const url = new URL(uri);
  const state = parameters.get('state');
  if (state !== undefined) url.searchParams.set('state', state);
  return url.href;
}

/** Of each application that was signed in to and has one. */
function frontchannelAddresses(state: EmulatorState, session: SsoSession): string[] {
  const addresses = [...session.clients].flatMap(({ frontchannelLogoutUrl }) => frontchannelLogoutUrl ?? []);
  return addresses.map((address) => {
    const url = new URL(address);
    url.searchParams.set('iss', issuerOf(state, session.person.tid));
    url.searchParams.set('sid', session.sid);
    return url.href;
  });
}
