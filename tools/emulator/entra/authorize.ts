import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { struckByFaults } from '../faults/struck-by-faults.js';
import { renderMessage } from '../pages/message.js';
import { sendPage } from '../pages/send-page.js';
import { sameOriginOnly } from '../same-origin.js';
import type { EmulatorState } from '../state.js';
import { authorizationRequest, responseTarget } from './authorization-request.js';
import { clientOutcome, refuseClient } from './client-outcome.js';
import { pageErrors } from './entra-answers.js';
import { EntraError } from './entra-error.js';
import { formOf, parametersOf, queryOf, type Parameters } from './parameters.js';
import type { PendingSignIn } from './pending-sign-ins.js';
import { SignInStep } from './sign-in.js';

type PressedButton = (step: SignInStep, pending: PendingSignIn, form: Parameters) => void;

/** The authorization endpoint and the pages behind it. */
export function authorizeRoutes(state: EmulatorState): Router {
  const router = express.Router();
  const struck = struckByFaults('authorize', state);
  const authorize = (req: Request<{ tenant: string }>, res: Response): void => {
    const parameters = parametersOf(req.method === 'POST' ? formOf(req) : queryOf(req));
    const tenant = state.tenants.get(req.params.tenant);
    const target = responseTarget(parameters, state.registrations, tenant);
    const step = new SignInStep(state, req, res);
    try {
      struck(req, res, () => {
        const request = authorizationRequest(parameters, target, state.registrations, tenant.segment);
        step.begin(tenant, request, clientOutcome(state, request));
      });
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      refuseClient(state, step, target, error);
    }
  };
  router.get('/:tenant/oauth2/v2.0/authorize', authorize);
  router.post('/:tenant/oauth2/v2.0/authorize', authorize);
  router.post('/:tenant/emulator/sign-in', sameOriginOnly(state.origin), pressed(state, pressedInPicker));
  router.post('/:tenant/emulator/consent', sameOriginOnly(state.origin), pressed(state, pressedInConsent));
  router.use(pageErrors(state));
  return router;
}

/** Finds the sign-in that a button belongs to. */
function pressed(state: EmulatorState, button: PressedButton): RequestHandler {
  return (req, res) => {
    const form = parametersOf(formOf(req));
    const pending = state.pending.find(form.get('pending'));
    if (pending) button(new SignInStep(state, req, res), pending, form);
    else sendPage(res, 400, SIGN_IN_IS_OVER);
  };
}

const pressedInPicker: PressedButton = (step, pending, form) => {
  if (form.get('answer') === 'cancel') step.cancel(pending);
  else step.pick(pending, form.get('person') ?? '');
};

const pressedInConsent: PressedButton = (step, pending, form) => {
  const answer = form.get('answer');
  // Without a person this is no answer to a consent page: back to the beginning.
  if (!pending.session) step.pick(pending, '');
  else if (answer === 'accept') step.accept(pending, pending.session, form.has('everybody'));
  else step.decline(pending);
};

const SIGN_IN_IS_OVER = renderMessage({
  title: 'This sign-in is over',
  paragraphs: ['It was finished already, or the emulator was started again. Begin anew in the application.'],
});
