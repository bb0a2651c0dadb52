/** Every fault that can be switched on, and what it does. Each name begins with the endpoint that it befalls. */
export const FAULTS = {
  'discovery-html': 'Discovery answers 200 with an HTML page, as a captive portal does.',
  'discovery-503': 'Discovery answers 503 with an HTML page.',
  'discovery-503-json': 'Discovery answers 503 with JSON.',
  'discovery-cut-off': 'Discovery loses the connection half way through its answer.',
  'discovery-drip': 'Discovery sends one byte a second.',
  'discovery-hang': 'Discovery accepts the request and never answers.',
  'discovery-reset': 'Discovery resets the connection instead of answering.',
  'discovery-content-type': 'The discovery document is honest, but goes out as text/plain.',
  'discovery-huge': 'The discovery document is valid JSON, padded to 10 MB.',
  'discovery-missing-endpoints': 'The discovery document has no authorization_endpoint, token_endpoint and jwks_uri.',
  'discovery-foreign-host': 'The discovery document names a token_endpoint and a jwks_uri on another host.',
  'keys-html': 'The key set answers 200 with an HTML page.',
  'keys-503': 'The key set answers 503 with an HTML page.',
  'keys-503-json': 'The key set answers 503 with JSON.',
  'keys-cut-off': 'The key set loses the connection half way through its answer.',
  'keys-drip': 'The key set sends one byte a second.',
  'keys-hang': 'The key set accepts the request and never answers.',
  'keys-reset': 'The key set resets the connection instead of answering.',
  'keys-content-type': 'The key set is honest, but goes out as text/plain.',
  'keys-huge': 'The key set is valid JSON, padded to 10 MB.',
  'keys-empty': 'The key set is valid JSON with no keys in it.',
  'token-503': 'The token endpoint answers 503 with Retry-After and an HTML page.',
  'token-hang': 'The token endpoint accepts the request and never answers.',
  'token-reset': 'The token endpoint resets the connection instead of answering.',
  'token-html': 'The token endpoint answers 200 with an HTML page.',
  'token-invalid-json': 'The token endpoint answers 200 with JSON that breaks off.',
  'token-no-id-token': 'The token answer has no id_token, though openid was asked for.',
  'token-wrong-type': 'The token answer has the token_type “mac”.',
  'token-expired-secret': 'The token endpoint says that the client secret has expired (AADSTS7000222).',
  'token-refused': 'The token endpoint refuses with the error that is chosen.',
  'authorize-declined': 'Authorize returns at once as if consent had been declined (AADSTS65004).',
  'graph-429': 'Graph throttles: 429 with Retry-After.',
  'graph-503': 'Graph answers 503.',
  'graph-hang': 'Graph accepts the request and never answers.',
} as const;

export type FaultName = keyof typeof FAULTS;

/** Every name of {@link FAULTS}, in its order. */
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

export function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && Object.hasOwn(FAULTS, name);
}
