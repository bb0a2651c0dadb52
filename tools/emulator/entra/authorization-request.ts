import type { AppRegistration, Platform, Registrations } from '../directory/registrations.js';
import { claimsIn } from './claims-parameter.js';
import type { EntraError } from './entra-error.js';
import {
  noReplyAddress,
  redirectUriMismatch,
  responseTypeNotEnabled,
  unsupportedPrompt,
  unsupportedResponseMode,
  unsupportedResponseType,
} from './authorize-errors.js';
import { malformedRequest, missingParameter } from './shared-errors.js';
import type { Parameters } from './parameters.js';
import { findClient } from './clients.js';
import { isRegisteredRedirectUri } from './redirect-uris.js';
import { parseScopes, requireResource } from './scopes.js';
import type { Prompt, SignInRequest } from './sign-in-request.js';
import type { Tenant } from './tenants.js';

const RESPONSE_MODES = ['query', 'fragment', 'form_post'] as const;
const PROMPTS: readonly Prompt[] = ['login', 'select_account', 'consent', 'none'];
/** RFC 7636, section 4.1. */
export const CODE_VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;
/** Section 4.2: a SHA-256 in base64url, or the verifier itself. */
const CODE_CHALLENGES = { S256: /^[\w-]{43}$/, plain: CODE_VERIFIER };

export type ResponseMode = (typeof RESPONSE_MODES)[number];

/** Where an answer to the client goes. */
export interface ResponseTarget {
  readonly client: AppRegistration;
  readonly redirectUri: string;
  readonly platform: Platform;
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
}

export interface CodeChallenge {
  readonly value: string;
  readonly method: 'S256' | 'plain';
}

/** A valid authorization request. */
export interface AuthorizationRequest extends ResponseTarget, SignInRequest {
  readonly nonce: string | undefined;
  /** Authentication contexts, such as `c1`. */
  readonly contexts: readonly string[];
  /** Whether the answer says who it was (`client_info`). */
  readonly clientInfo: boolean;
  readonly challenge: CodeChallenge | undefined;
}

/** Who and where: as long as these are wrong, Entra shows a page and redirects nowhere. */
export function responseTarget(parameters: Parameters, registrations: Registrations, tenant: Tenant): ResponseTarget {
  const clientId = parameters.get('client_id');
  if (clientId === undefined) throw missingParameter('client_id');
  const client = findClient(registrations, tenant, clientId);
  return {
    client,
    ...replyAddress(client, parameters.get('redirect_uri')),
    responseMode: oneOf(RESPONSE_MODES, parameters.get('response_mode')) ?? 'query',
    state: parameters.get('state'),
  };
}

const PLATFORMS = ['web', 'spa', 'publicClient'] as const;

/** Where no redirect URI is sent, Entra takes a registered one. */
function replyAddress(
  client: AppRegistration,
  sent: string | undefined,
): Pick<ResponseTarget, 'redirectUri' | 'platform'> {
  const registered = PLATFORMS.flatMap((platform) => client.redirectUris[platform].map((uri) => ({ uri, platform })));
  const found = sent === undefined ? registered[0] : registered.find(({ uri }) => isRegisteredRedirectUri(sent, [uri]));
  if (registered.length === 0) throw noReplyAddress();
  if (!found) throw redirectUriMismatch(sent ?? '', client.clientId);
  return { redirectUri: sent ?? found.uri, platform: found.platform };
}

/**
 * The rest of the request.
 *
 * @throws EntraError that goes to the redirect URI
 */
export function authorizationRequest(
  parameters: Parameters,
  target: ResponseTarget,
  registrations: Registrations,
  directory: string,
): AuthorizationRequest {
  const refusal = responseTypeRefusal(parameters.get('response_type'));
  if (refusal) throw refusal;
  const responseMode = parameters.get('response_mode');
  if (responseMode !== undefined && !oneOf(RESPONSE_MODES, responseMode)) {
    throw unsupportedResponseMode(responseMode);
  }
  const scopes = parseScopes(parameters.get('scope'), target.client, registrations, directory);
  const promptSent = parameters.get('prompt');
  const prompt = oneOf(PROMPTS, promptSent);
  if (promptSent !== undefined && prompt === undefined) throw unsupportedPrompt();
  requireResource(parameters.get('resource'), scopes);
  return {
    ...target,
    scopes,
    prompt,
    // A hint cannot be combined with the account picker.
    loginHint: prompt === 'select_account' ? undefined : parameters.get('login_hint'),
    nonce: parameters.get('nonce'),
    contexts: claimsIn(parameters.get('claims')).contexts,
    clientInfo: parameters.get('client_info') === '1',
    challenge: codeChallenge(parameters),
  };
}

function responseTypeRefusal(responseType: string | undefined): EntraError | undefined {
  if (responseType === undefined) return missingParameter('response_type');
  const types = responseType.split(' ');
  if (types.includes('id_token')) return responseTypeNotEnabled();
  return responseType === 'code' ? undefined : unsupportedResponseType();
}

function codeChallenge(parameters: Parameters): CodeChallenge | undefined {
  const value = parameters.get('code_challenge');
  // Without a method Entra takes the challenge for the verifier itself.
  const method = oneOf(['S256', 'plain'] as const, parameters.get('code_challenge_method') ?? 'plain');
  if (method === undefined) throw malformedRequest();
  if (value === undefined) return undefined;
  if (!CODE_CHALLENGES[method].test(value)) throw malformedRequest();
  return { value, method };
}

function oneOf<const T extends string>(values: readonly T[], value: string | undefined): T | undefined {
  return values.find((candidate) => candidate === value);
}
