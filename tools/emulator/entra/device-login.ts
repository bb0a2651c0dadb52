import express, { type RequestHandler, type Router } from 'express';
import { renderDeviceLogin } from '../pages/device-login.js';
import { renderMessage } from '../pages/message.js';
import { sendPage } from '../pages/send-page.js';
import { sameOriginOnly } from '../same-origin.js';
import type { EmulatorState } from '../state.js';
import type { DeviceCode } from './device-codes.js';
import { pageErrors } from './entra-answers.js';
import { formOf, parametersOf } from './parameters.js';
import type { Outcome } from './sign-in-request.js';
import { SignInStep } from './sign-in.js';

const ADDRESSES = ['/devicelogin', '/common/oauth2/deviceauth'];

/** The page where people type what their device shows; sign-in and consent are the ordinary pages. */
export function deviceLoginRoutes(state: EmulatorState): Router {
  const router = express.Router();
  router.get(ADDRESSES, (_req, res) => {
    sendPage(res, 200, renderDeviceLogin({ wrong: false }));
  });
  router.post(ADDRESSES, sameOriginOnly(state.origin), typed(state));
  router.use(pageErrors(state));
  return router;
}

function typed(state: EmulatorState): RequestHandler {
  return (req, res) => {
    const code = state.deviceCodes.find(parametersOf(formOf(req)).get('otc') ?? '');
    if (!code) {
      sendPage(res, 400, renderDeviceLogin({ wrong: true }));
      return;
    }
    const { client, scopes, tenant } = code;
    const request = { client, scopes, prompt: 'select_account' as const, loginHint: undefined };
    new SignInStep(state, req, res).begin(tenant, request, deviceOutcome(state, code));
  };
}

/** The end of a sign-in for a device: the device learns of it when it asks the next time. */
function deviceOutcome(state: EmulatorState, code: DeviceCode): Outcome {
  const decline: Outcome['cancelled'] = ({ res }) => {
    code.answer = 'declined';
    state.log.annotate(res, { summary: 'device declined' });
    sendPage(res, 200, message('You cancelled', 'Nobody was signed in on your device.'));
  };
  return {
    granted({ res }, { person, sid }) {
      code.answer = { person, sid };
      state.log.annotate(res, { summary: `device approved for ${person.key}` });
      const name = code.client.displayName;
      sendPage(res, 200, message(`You have signed in to ${name}`, `You have signed in to ${name} on your device.`));
    },
    refused: decline,
    cancelled: decline,
  };
}

function message(title: string, sentence: string): string {
  return renderMessage({ title, paragraphs: [sentence, 'You may now close this window.'] });
}
