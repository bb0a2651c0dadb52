import type { EmulatorState } from '../state.js';
import type { AuthorizationRequest, ResponseTarget } from './authorization-request.js';
import { CANCELLED, refusal, respondToClient, success } from './authorization-response.js';
import { clientInfo } from './delegated-answer.js';
import { diagnosticsOf } from './entra-answers.js';
import type { EntraError } from './entra-error.js';
import type { Exchange, Outcome } from './sign-in-request.js';

/** The end of an authorization request: a redirect (or a form) with a code or a refusal. */
export function clientOutcome(state: EmulatorState, request: AuthorizationRequest): Outcome {
  return {
    granted({ res }, { person, sid, sessionState }) {
      const { client, platform, scopes, nonce, contexts, redirectUri, challenge } = request;
      const resource = scopes.permissions[0]?.resource ?? state.graph;
      const signIn = { client, person, openId: scopes.openId, resource, platform, sid, nonce, contexts };
      const code = state.grants.issueCode(signIn, { redirectUri, challenge });
      state.log.annotate(res, { summary: `code for ${person.key}` });
      const info = request.clientInfo ? clientInfo({ person }) : undefined;
      respondToClient(res, request, success(code, info, request.state, sessionState));
    },
    refused(exchange, error) {
      refuseClient(state, exchange, request, error);
    },
    cancelled({ res }) {
      state.log.annotate(res, { summary: 'cancelled' });
      respondToClient(res, request, [...CANCELLED, ...stateOf(request)]);
    },
  };
}

/** Sends a refusal to the client. */
export function refuseClient(
  state: EmulatorState,
  { req, res }: Exchange,
  target: ResponseTarget,
  error: EntraError,
): void {
  state.log.annotate(res, { summary: `AADSTS${error.code}` });
  const diagnostics = diagnosticsOf(state, req, res);
  respondToClient(res, target, [...refusal(error, diagnostics, state.origin), ...stateOf(target)]);
}

function stateOf({ state }: ResponseTarget): (readonly [string, string])[] {
  return state === undefined ? [] : [['state', state]];
}
