import type { RequestHandler } from 'express';
import { pairwiseSubject } from '../entra/id-token.js';
import type { EmulatorState } from '../state.js';
import { authenticate, requirePermission } from './graph-authentication.js';
import { personOf } from './graph-caller.js';

/** OpenID Connect's userinfo endpoint, which Entra has at Graph. */
export function userinfoRoute(state: EmulatorState): RequestHandler {
  return (req, res) => {
    const caller = authenticate(state, req);
    requirePermission(caller, { path: '/oidc/userinfo', permissions: { delegated: ['openid'] } });
    const person = personOf(caller);
    res.json({
      sub: pairwiseSubject(caller.clientId, person.tid, person.oid),
      name: person.displayName,
      ...(person.surname === null ? {} : { family_name: person.surname }),
      ...(person.givenName === null ? {} : { given_name: person.givenName }),
      picture: `${state.graphOrigin}/v1.0/me/photo/$value`,
      ...(caller.permissions.has('email') && person.mail !== null ? { email: person.mail } : {}),
    });
  };
}
