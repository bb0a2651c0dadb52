import express, { type Response, type Router } from 'express';
import { struckByFaults } from '../fault-middleware.js';
import type { EmulatorState } from '../state.js';
import { declaresCp1 } from './claims-parameter.js';
import { jsonErrors } from './entra-answers.js';
import { consentRequired } from './shared-errors.js';
import { postOnly } from './token-errors.js';
import type { SignIn } from './grants.js';
import { honestIdToken } from './id-token.js';
import type { Parameters } from './parameters.js';
import { redeemCode, useRefreshToken } from './redemption.js';
import { formatScopes, parseScopes, resourceOf, scopesAt } from './scopes.js';
import type { Tenant } from './tenants.js';
import { tokenRequest } from './token-request.js';

/** The token endpoint. */
export function tokenRoutes(state: EmulatorState): Router {
  const router = express.Router();
  const path = '/:tenant/oauth2/v2.0/token';
  router.post(path, struckByFaults('token', state), async (req, res) => {
    const tenant = state.tenants.get(req.params.tenant);
    const { grantType, parameters } = tokenRequest(state, tenant, req);
    state.log.annotate(res, { grantType });
    const asked = askedOf(state, tenant, parameters);
    const signIn =
      grantType === 'authorization_code'
        ? redeemCode(state, tenant, parameters)
        : useRefreshToken(state, tenant, parameters);
    requireConsent(state, signIn, asked.scopes);
    state.log.annotate(res, { summary: signIn.person.key });
    await sendAnswer(state, res, await tokenAnswer(state, signIn, asked));
  });
  router.all(path, (req) => {
    throw postOnly(req.method);
  });
  router.use(jsonErrors(state));
  return router;
}

/** What the client asks for beside the grant. */
interface Asked {
  readonly scopes: ReadonlySet<string>;
  readonly resource: string;
  readonly cp1: boolean;
  readonly clientInfo: boolean;
}

function askedOf(state: EmulatorState, tenant: Tenant, parameters: Parameters): Asked {
  const scope = parameters.get('scope');
  const scopes = scope === undefined ? new Set<string>() : parseScopes(scope, state, tenant.segment);
  return {
    scopes,
    resource: resourceOf(scopes),
    cp1: declaresCp1(parameters.get('claims')),
    clientInfo: parameters.get('client_info') === '1',
  };
}

function requireConsent({ app, consents }: EmulatorState, { person }: SignIn, scopes: ReadonlySet<string>): void {
  if (consents.cover(person.oid, scopes)) return;
  throw consentRequired(app.clientId, app.displayName, 'invalid_grant');
}

/** Members in Entra's order. The scope is everything of the resource that was consented to, whatever was asked. */
async function tokenAnswer(state: EmulatorState, signIn: SignIn, asked: Asked): Promise<Record<string, unknown>> {
  const { person } = signIn;
  const scopes = scopesAt(asked.resource, state.consents.of(person.oid));
  const lifetime = state.accessTokenLifetimeSeconds;
  const { grants } = state;
  return {
    token_type: 'Bearer',
    scope: formatScopes(scopes),
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: grants.issueAccessToken({ person, scopes, cp1: asked.cp1 }, lifetime),
    ...(signIn.scopes.has('offline_access') ? { refresh_token: grants.issueRefreshToken(signIn) } : {}),
    ...(signIn.scopes.has('openid') ? { id_token: await idToken(state, signIn) } : {}),
    ...(asked.clientInfo ? { client_info: clientInfo(signIn) } : {}),
  };
}

async function idToken(state: EmulatorState, signIn: SignIn): Promise<unknown> {
  const honest = await honestIdToken(state, signIn);
  return state.tampering.idToken ? state.tampering.idToken(honest) : honest.token;
}

function clientInfo({ person }: SignIn): string {
  return Buffer.from(JSON.stringify({ uid: person.oid, utid: person.tid })).toString('base64url');
}

async function sendAnswer(state: EmulatorState, res: Response, answer: Record<string, unknown>): Promise<void> {
  res.set('x-ms-clitelem', '1,0,0,,');
  const sent = state.tampering.tokenAnswer ? await state.tampering.tokenAnswer(answer) : answer;
  if (typeof sent === 'string') res.type('json').send(sent);
  else res.json(sent);
}
