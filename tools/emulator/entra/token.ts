import express, { type Router } from 'express';
import { struckByFaults } from '../faults/struck-by-faults.js';
import type { EmulatorState } from '../state.js';
import { tampered } from '../tampered.js';
import { authenticateClient } from './client-authentication.js';
import { jsonErrors } from './entra-answers.js';
import { GRANTS } from './grants/index.js';
import { formOf, parametersOf } from './parameters.js';
import { crossOriginRedemption, postOnly, requestLoop, unsupportedGrantType } from './token-errors.js';
import { required } from './token-request.js';

/** The token endpoint. */
export function tokenRoutes(state: EmulatorState): Router {
  const router = express.Router();
  const path = '/:tenant/oauth2/v2.0/token';
  router.post(
    path,
    tampered((res) => (res.statusCode >= 400 ? state.tampering.refusal : state.tampering.tokenAnswer)),
    struckByFaults('token', state),
    async (req, res) => {
      const tenant = state.tenants.get(req.params.tenant);
      const parameters = parametersOf(formOf(req));
      const sent = required(parameters, 'grant_type');
      const grant = GRANTS.find(({ type }) => type === sent);
      if (grant === undefined) throw unsupportedGrantType(sent);
      const origin = req.get('Origin');
      const client = await authenticateClient(state, tenant, parameters, req.get('Authorization'));
      if (origin !== undefined && client.method !== 'none') throw crossOriginRedemption(origin);
      state.log.annotate(res, { grantType: grant.type });
      if (!grant.isPolled && state.loops.isLooping(parameters)) throw requestLoop();
      const note = (summary: string) => {
        state.log.annotate(res, { summary });
      };
      const answer = await grant.answer(state, { tenant, client, parameters, origin, note });
      res.set('x-ms-clitelem', '1,0,0,,').json(answer);
    },
  );
  router.all(path, (req) => {
    throw postOnly(req.method);
  });
  router.use(jsonErrors(state));
  return router;
}
