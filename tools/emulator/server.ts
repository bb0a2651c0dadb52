import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import type { Controls } from './control-api.js';
import { controlRoutes } from './control.js';
import { adminConsentRoutes } from './entra/admin-consent.js';
import { authorizeRoutes } from './entra/authorize.js';
import { crossOriginRoutes } from './entra/cross-origin.js';
import { deviceAuthorizationRoutes } from './entra/device-authorization.js';
import { deviceLoginRoutes } from './entra/device-login.js';
import { discoveryRoutes } from './entra/discovery.js';
import { forbidCaching, setEntraHeaders } from './entra/entra-answers.js';
import { errorPageRoutes } from './entra/error-page.js';
import { instanceDiscoveryRoutes } from './entra/instance-discovery.js';
import { logoutRoutes } from './entra/logout.js';
import { tokenRoutes } from './entra/token.js';
import { graphRoutes } from './graph/graph-routes.js';
import { SUBMIT_SCRIPT } from './pages/form-post.js';
import { STYLESHEET } from './pages/stylesheet.js';
import type { EmulatorState } from './state.js';

/** What listens: one server for everything, or one for Entra and one for Graph. */
export type Role = 'everything' | 'authority' | 'graph';

/** Everything that a server of the emulator answers. */
export function createServer(state: EmulatorState, controls: Controls, role: Role = 'everything'): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(state.log.middleware);
  // As text: the endpoints read the form themselves, for they must see what is sent twice.
  app.use(express.text({ type: 'application/x-www-form-urlencoded' }), state.log.formMiddleware);
  if (role !== 'graph') app.use(assetRoutes(), controlRoutes(state, controls));
  if (role !== 'authority') app.use(graphRoutes(state));
  if (role !== 'graph') {
    app.use(setEntraHeaders);
    app.use('/:tenant/oauth2', forbidCaching);
    app.use(crossOriginRoutes(), instanceDiscoveryRoutes(state), errorPageRoutes());
    app.use(discoveryRoutes(state), tokenRoutes(state), deviceAuthorizationRoutes(state), deviceLoginRoutes(state));
    app.use(authorizeRoutes(state), adminConsentRoutes(state), logoutRoutes(state));
  }
  app.use((_req, res) => {
    res.status(404).type('text').send('The emulator has nothing here.\n');
  });
  app.use(lastResort);
  return app;
}

function assetRoutes(): Router {
  const router = express.Router();
  router.get('/assets/emulator.css', (_req, res) => {
    res.type('css').send(STYLESHEET);
  });
  router.get('/assets/submit.js', (_req, res) => {
    res.type('js').send(SUBMIT_SCRIPT);
  });
  return router;
}

/** Express's own handler would log the error and show its stack. */
const lastResort: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const { status } = error as { status?: unknown };
  const code = typeof status === 'number' && status >= 400 ? status : 500;
  res
    .status(code)
    .type('text')
    .send(code < 500 ? 'The emulator cannot read this request.\n' : 'The emulator is broken.\n');
};
