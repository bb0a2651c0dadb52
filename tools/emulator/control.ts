import express, { type Response, type Router } from 'express';
import { formOf, parametersOf } from './entra/parameters.js';
import { controlApi, type Controls } from './control-api.js';
import { envLines } from './environment.js';
import { REFUSALS } from './entra/refusals.js';
import { faultsOf, STRUCK_ENDPOINTS, type StruckEndpoint } from './faults/endpoints.js';
import { isFaultName } from './faults.js';
import { EVERYBODY, renderControlPage, type ControlModel } from './pages/control-page.js';
import { sendPage } from './pages/send-page.js';
import { knownHostOnly } from './known-host.js';
import { revokeSessions } from './revocation.js';
import { sameOriginOnly } from './same-origin.js';
import type { EmulatorState } from './state.js';

const MOST_REQUESTS_SHOWN = 50;

/** The control page and its buttons. */
export function controlRoutes(state: EmulatorState, controls: Controls): Router {
  const router = express.Router();
  router.use(['/control', /^\/$/], knownHostOnly([state.origin, state.graphOrigin]));
  router.get('/', (_req, res) => {
    sendPage(res, 200, renderControlPage(controlModel(state)));
  });
  router.use('/control', sameOriginOnly(state.origin));
  router.post('/control/faults', (req, res) => {
    const form = parametersOf(formOf(req));
    const toggled = form.get('toggle');
    const refusal = Number(form.get('refusal'));
    if (REFUSALS.some(({ code }) => code === refusal)) state.faults.refusal = refusal;
    if (form.has('clear')) state.faults.clear();
    else if (isFaultName(toggled)) state.faults.set(toggled, !state.faults.isOn(toggled));
    backToPage(res);
  });
  router.post('/control/keys', async (_req, res) => {
    await state.keys.rotate();
    backToPage(res);
  });
  router.post('/control/revocations', (req, res) => {
    const form = parametersOf(formOf(req));
    const person = form.get('person');
    const revoke =
      form.get('what') === 'sessions'
        ? (oid: string) => revokeSessions(state, oid)
        : (oid: string) => state.grants.revokeAccessTokens(oid);
    for (const { oid } of state.people) {
      if (person === EVERYBODY || person === oid) revoke(oid);
    }
    backToPage(res);
  });
  router.use('/control', controlApi(state, controls));
  return router;
}

function backToPage(res: Response): void {
  res.redirect(303, '/');
}

function controlModel(state: EmulatorState): ControlModel {
  const { clientSecret: _secret, ...app } = state.app;
  return {
    app,
    env: envLines({ ...state, graphEndpoint: state.graphOrigin }).join('\n'),
    people: state.people,
    sessions: state.sessions.all.map(({ person, startedAtMs }) => ({
      person,
      since: new Date(startedAtMs).toISOString(),
    })),
    faults: (Object.keys(STRUCK_ENDPOINTS) as StruckEndpoint[]).map((endpoint) => ({
      endpoint: STRUCK_ENDPOINTS[endpoint].title,
      faults: faultsOf(endpoint).map(([name, { about }]) => ({
        name,
        sentence: about,
        on: state.faults.isOn(name),
      })),
    })),
    refusals: REFUSALS.map(({ code, error }) => ({ code, error, chosen: code === state.faults.refusal })),
    requests: state.log.entries.slice(-MOST_REQUESTS_SHOWN).reverse(),
  };
}
