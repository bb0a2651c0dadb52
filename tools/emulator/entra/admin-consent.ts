import express, { type Request, type Response, type Router } from 'express';
import type { EmulatorState } from '../state.js';
import { refusal, respondToClient } from './authorization-response.js';
import { consentDeclined } from './authorize-errors.js';
import { responseTarget, type ResponseTarget } from './authorization-request.js';
import { diagnosticsOf, pageErrors } from './entra-answers.js';
import { EntraError } from './entra-error.js';
import { formOf, parametersOf, queryOf } from './parameters.js';
import { parseScopes } from './scopes.js';
import type { Exchange, Outcome } from './sign-in-request.js';
import { SignInStep } from './sign-in.js';

/** The admin consent endpoint: an administrator consents for everybody of the tenant. */
export function adminConsentRoutes(state: EmulatorState): Router {
  const router = express.Router();
  const consent = (req: Request<{ tenant: string }>, res: Response): void => {
    const parameters = parametersOf(req.method === 'POST' ? formOf(req) : queryOf(req));
    const tenant = state.tenants.get(req.params.tenant);
    const target = responseTarget(parameters, state.registrations, tenant);
    const { client } = target;
    const scope = parameters.get('scope') ?? 'https://graph.microsoft.com/.default';
    const outcome = administratorOutcome(state, target, scope);
    try {
      const scopes = parseScopes(scope, client, state.registrations, tenant.segment);
      const request = { client, scopes, prompt: 'consent' as const, loginHint: undefined, forEverybody: true };
      new SignInStep(state, req, res).begin(tenant, request, outcome);
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      outcome.refused({ req, res }, error);
    }
  };
  router.get('/:tenant/v2.0/adminconsent', consent);
  router.post('/:tenant/v2.0/adminconsent', consent);
  router.use(pageErrors(state));
  return router;
}

function administratorOutcome(state: EmulatorState, target: ResponseTarget, scope: string): Outcome {
  const respond = ({ res }: Exchange, pairs: readonly (readonly [string, string])[]): void => {
    respondToClient(res, target, target.state === undefined ? pairs : [...pairs, ['state', target.state]]);
  };
  const refuse = (exchange: Exchange, error: EntraError): void => {
    state.log.annotate(exchange.res, { summary: `AADSTS${error.code}` });
    respond(exchange, refusal(error, diagnosticsOf(state, exchange.req, exchange.res), state.origin));
  };
  return {
    granted(exchange, { person }) {
      state.log.annotate(exchange.res, { summary: `${person.key} consented for everybody` });
      respond(exchange, [
        ['admin_consent', 'True'],
        ['tenant', person.tid],
        ['scope', scope],
      ]);
    },
    refused: refuse,
    cancelled(exchange) {
      refuse(exchange, consentDeclined());
    },
  };
}
