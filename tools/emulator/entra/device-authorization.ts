import express, { type Router } from 'express';
import type { EmulatorState } from '../state.js';
import { findClient } from './clients.js';
import { DEVICE_CODE_LIFETIME_SECONDS, DEVICE_POLLING_SECONDS } from './device-codes.js';
import { jsonErrors } from './entra-answers.js';
import { formOf, parametersOf } from './parameters.js';
import { parseScopes } from './scopes.js';
import { postOnly } from './token-errors.js';
import { required } from './token-request.js';

/** The device authorization endpoint, RFC 8628 section 3.1. */
export function deviceAuthorizationRoutes(state: EmulatorState): Router {
  const router = express.Router();
  const path = '/:tenant/oauth2/v2.0/devicecode';
  router.post(path, (req, res) => {
    const tenant = state.tenants.get(req.params.tenant);
    const parameters = parametersOf(formOf(req));
    const client = findClient(state.registrations, tenant, required(parameters, 'client_id'));
    const scopes = parseScopes(parameters.get('scope'), client, state.registrations, tenant.segment);
    const { deviceCode, userCode } = state.deviceCodes.start({ client, tenant, scopes });
    const address = `${state.origin}/devicelogin`;
    res.json({
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: address,
      expires_in: DEVICE_CODE_LIFETIME_SECONDS,
      interval: DEVICE_POLLING_SECONDS,
      message:
        `To sign in, use a web browser to open the page ${address} and enter the code ${userCode} to ` +
        'authenticate.',
    });
  });
  router.all(path, (req) => {
    throw postOnly(req.method);
  });
  router.use(jsonErrors(state));
  return router;
}
