import express, { type Router } from 'express';
import { controlApi, type Controls } from './control-api.js';
import { controlForms } from './control-forms.js';
import { controlModel } from './control-model.js';
import { queryOf } from './entra/parameters.js';
import { knownHostOnly } from './known-host.js';
import { Notices } from './notices.js';
import { renderControlPage } from './pages/control-page.js';
import { sendPage } from './pages/send-page.js';
import { sameOriginOnly } from './same-origin.js';
import type { EmulatorState } from './state.js';

/** The control page, its buttons, and the same for programs. */
export function controlRoutes(state: EmulatorState, controls: Controls): Router {
  const router = express.Router();
  const notices = new Notices();
  router.use(['/control', /^\/$/], knownHostOnly([state.origin, state.graphOrigin]));
  router.get('/', (req, res) => {
    const query = queryOf(req);
    const shown = { notice: notices.find(query.get('notice')), open: query.get('open') };
    sendPage(res, 200, renderControlPage(controlModel(state, controls.clock, shown)));
  });
  router.use('/control', sameOriginOnly(state.origin));
  router.use('/control', controlForms(state, controls, notices));
  router.use('/control', controlApi(state, controls));
  return router;
}
