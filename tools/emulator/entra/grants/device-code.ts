import { randomUUID } from 'node:crypto';
import type { EmulatorState } from '../../state.js';
import { requireItsClient } from '../client-of-sign-in.js';
import { missingCredential } from '../client-errors.js';
import { delegatedAnswer } from '../delegated-answer.js';
import type { SignIn } from '../issued-grants.js';
import {
  deviceCodeExpired,
  deviceDeclined,
  devicePending,
  deviceSlowDown,
  unknownDeviceCode,
} from '../token-errors.js';
import { askedIn, required, type TokenRequest } from '../token-request.js';
import type { Grant } from './grant.js';

/** The device code grant, RFC 8628: the device asks until somebody has signed in for it. */
export const deviceCode: Grant = {
  type: 'urn:ietf:params:oauth:grant-type:device_code',
  isPolled: true,
  async answer(state, request) {
    const asked = askedIn(state, request);
    return delegatedAnswer(state, request, signInOf(state, request), asked);
  },
};

/** @throws EntraError 900144, 70018, 70019, 65004, 70016, 7000218, and what its client may not do */
function signInOf(state: EmulatorState, request: TokenRequest): SignIn {
  const value = required(request.parameters, 'device_code');
  const code = state.deviceCodes.get(value);
  if (!code) throw unknownDeviceCode();
  if (!code.client.allowPublicClient) throw missingCredential();
  if (code.expiresAtMs <= state.now()) throw deviceCodeExpired();
  if (!state.deviceCodes.poll(code)) throw deviceSlowDown();
  if (code.answer === undefined) throw devicePending();
  if (code.answer === 'declined') throw deviceDeclined();
  const { client, scopes, answer } = code;
  const signIn: SignIn = {
    id: randomUUID(),
    client,
    person: answer.person,
    openId: scopes.openId,
    resource: scopes.permissions[0]?.resource ?? state.graph,
    platform: 'publicClient',
    sid: answer.sid,
    nonce: undefined,
    contexts: [],
  };
  requireItsClient(signIn, request);
  state.deviceCodes.finish(value);
  return signIn;
}
