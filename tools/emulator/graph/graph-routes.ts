import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { queryOf } from '../entra/parameters.js';
import { struckByFaults } from '../faults/struck-by-faults.js';
import type { Tamper } from '../entra/tampering.js';
import type { EmulatorState } from '../state.js';
import { tamper, tampered } from '../tampered.js';
import { batchRoute } from './batch/batch-route.js';
import { authenticate, requirePermission } from './graph-authentication.js';
import { labelOf } from './graph-caller.js';
import { jsonOf, readBody } from './graph-body.js';
import { badRequest, GraphError, sendGraphError, setRequestIds } from './graph-error.js';
import type { GraphAnswer, GraphVersion } from './graph-resource.js';
import { requireKnownOptions } from './odata/query-options.js';
import { resourceAt } from './resource-table.js';
import { userinfoRoute } from './userinfo.js';

const ODATA_JSON = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const AGS_DIAGNOSTIC = JSON.stringify({
  ServerInfo: { DataCenter: 'Local', Slice: 'E', Ring: '5', ScaleUnit: '000', RoleInstance: 'EMULATOR' },
});
const VERSIONS: readonly GraphVersion[] = ['v1.0', 'beta'];

/** Microsoft Graph below `/v1.0` and `/beta`, and its userinfo endpoint. */
export function graphRoutes(state: EmulatorState): Router {
  const router = express.Router();
  const resources = resourceRoutes(state);
  for (const version of VERSIONS) router.use(`/${version}`, setGraphHeaders, batchRoute(state, version, resources));
  router.use(resources, graphErrors(state));
  return router;
}

/** Everything but batches: what the requests in a batch can be for. */
function resourceRoutes(state: EmulatorState): Router {
  const router = express.Router();
  const befallen = [tampered((_res, path) => hookAt(state, path)), struckByFaults('graph', state)];
  for (const version of VERSIONS) {
    router.use(`/${version}`, setGraphHeaders, ...befallen, readBody, async (req, res) => {
      await answer(state, version, req, res);
    });
  }
  router.all('/oidc/userinfo', setGraphHeaders, ...befallen, userinfoRoute(state));
  router.use(graphErrors(state));
  return router;
}

/** The pipeline of every resource. As at Graph, who asks is looked at before what is asked for. */
async function answer(state: EmulatorState, version: GraphVersion, req: Request, res: Response): Promise<void> {
  const caller = authenticate(state, req);
  state.log.annotate(res, { summary: labelOf(caller) });
  const { resource, keys } = resourceAt(req.method, req.path);
  requirePermission(caller, resource);
  const query = queryOf(req);
  requireKnownOptions(query, resource.options ?? []);
  const body = jsonOf(req);
  const header = (name: string): string | undefined => req.get(name);
  const honest = await resource.handle({ state, caller, version, path: req.path, keys, query, body, header });
  const hook = hookAt(state, req.baseUrl + req.path);
  send(res, hook && honest.json ? { ...honest, json: await tamper(hook, honest.json) } : honest);
}

function hookAt({ tampering: { graph } }: EmulatorState, path: string): Tamper | undefined {
  return graph && ((answer) => graph(answer, { path }));
}

function send(
  res: Response,
  { json, binary, headers = {}, status }: Omit<GraphAnswer, 'json'> & { readonly json?: unknown },
): void {
  res.set({ 'x-ms-resource-unit': '1', ...headers }).status(status ?? (json !== undefined || binary ? 200 : 204));
  if (binary) {
    res.type(binary.contentType).send(binary.bytes);
  } else if (json !== undefined) {
    // A string goes out with the content type as it is; express would rewrite it for an object.
    res
      .set({ 'Content-Type': ODATA_JSON, 'OData-Version': '4.0' })
      .end(typeof json === 'string' ? json : JSON.stringify(json));
  } else {
    res.end();
  }
}

function setGraphHeaders(req: Request, res: Response, next: () => void): void {
  setRequestIds(res, req.get('client-request-id'));
  res.set({
    'Cache-Control': 'no-cache',
    Vary: 'Accept-Encoding',
    'x-ms-ags-diagnostic': AGS_DIAGNOSTIC,
  });
  next();
}

/** Refusals, and whatever else goes wrong on the way: all in Graph's own form. */
function graphErrors(state: EmulatorState): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const refusal = error instanceof GraphError ? error : unreadable(error);
    state.log.annotate(res, { summary: refusal.code });
    sendGraphError(res, refusal, state.now());
  };
}

/** What Express can't read: broken percent encoding, a body that is too large. Anything else is a fault of ours. */
function unreadable(error: unknown): GraphError {
  const { status } = error as { status?: unknown };
  if (status === 413) return new GraphError(413, 'RequestEntityTooLarge', 'The request body is too large.');
  if (error instanceof URIError || (typeof status === 'number' && status >= 400 && status < 500)) {
    return badRequest('The request cannot be read.');
  }
  return new GraphError(500, 'UnknownError', 'The emulator is broken.');
}
