import { createHash } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { pairwiseSubject } from '../entra/id-token.js';
import type { AccessToken } from '../entra/issued-grants.js';
import { queryOf } from '../entra/parameters.js';
import { struckByFaults } from '../fault-middleware.js';
import type { Person } from '../people.js';
import type { EmulatorState } from '../state.js';
import { authenticate, personBehind, requireScope } from './graph-authentication.js';
import { GraphError, sendGraphError, setRequestIds } from './graph-error.js';
import { photoOf } from './photo.js';
import { userEntity } from './user.js';

const ODATA_JSON = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const AGS_DIAGNOSTIC = JSON.stringify({
  ServerInfo: { DataCenter: 'Local', Slice: 'E', Ring: '5', ScaleUnit: '000', RoleInstance: 'EMULATOR' },
});
const READ_USER = ['User.Read', 'User.ReadWrite', 'User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];
const READ_PHOTO = [...READ_USER, 'ProfilePhoto.Read.All'];

/** Microsoft Graph below `/v1.0`, and its userinfo endpoint. */
export function graphRoutes(state: EmulatorState): Router {
  const router = express.Router();
  router.use(['/v1.0', '/oidc/userinfo'], setGraphHeaders, struckByFaults('graph', state));
  router.get('/v1.0/me', (req, res) => {
    const token = authenticate(state, req);
    requireScope(token, READ_USER);
    const person = personBehind(token);
    const user = userEntity(person, state.graphOrigin, queryOf(req).get('$select'));
    state.log.annotate(res, { summary: person.key });
    // A string goes out with the content type as it is; express would rewrite it for an object.
    res.set({ 'Content-Type': ODATA_JSON, 'OData-Version': '4.0', 'x-ms-resource-unit': '1' });
    res.end(JSON.stringify(user));
  });
  router.get('/v1.0/me/photo/$value', (req, res) => {
    const token = authenticate(state, req);
    requireScope(token, READ_PHOTO);
    sendPhoto(req, res, personBehind(token));
  });
  router.all('/oidc/userinfo', (req, res) => {
    const token = authenticate(state, req);
    requireScope(token, ['openid']);
    res.json(userinfo(state, token, personBehind(token)));
  });
  router.use('/v1.0', () => {
    throw new GraphError(404, 'Request_ResourceNotFound', 'The emulator does not know this resource.');
  });
  router.use(graphErrors(state));
  return router;
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

function sendPhoto(req: Request, res: Response, person: Person): void {
  if (!person.photo) {
    throw new GraphError(
      404,
      'ImageNotFound',
      "Exception of type 'Microsoft.People.Image.Common.Exceptions.ImageNotFoundException' was thrown.",
    );
  }
  const photo = photoOf(person.oid);
  const etag = `"${createHash('sha1').update(photo).digest('hex').toUpperCase()}"`;
  res.set('ETag', etag);
  if (req.get('If-None-Match') === etag) res.status(304).end();
  else res.type('image/png').send(photo);
}

function userinfo(
  { graphOrigin }: EmulatorState,
  { client, scopes }: AccessToken,
  person: Person,
): Record<string, unknown> {
  return {
    sub: pairwiseSubject(client.clientId, person.tid, person.oid),
    name: person.displayName,
    ...(person.surname === null ? {} : { family_name: person.surname }),
    ...(person.givenName === null ? {} : { given_name: person.givenName }),
    picture: `${graphOrigin}/v1.0/me/photo/$value`,
    ...(scopes.has('email') && person.mail !== null ? { email: person.mail } : {}),
  };
}

function graphErrors(state: EmulatorState): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (!(error instanceof GraphError)) {
      next(error);
      return;
    }
    state.log.annotate(res, { summary: error.code });
    sendGraphError(res, error, state.now());
  };
}
