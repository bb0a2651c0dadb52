/** The client capability that says: we understand claims challenges. Graph then revokes within minutes. */
const CAPABILITIES = { xms_cc: { values: ['cp1'] } };

/**
 * The `claims` parameter of every authorization and token request: our client capability, merged with a challenge.
 * @param challenge JSON from a claims challenge; one that can't be read is left out
 */
export function claimsRequest(challenge?: string): string {
  const asked = challenge === undefined ? {} : parseObject(challenge);
  return JSON.stringify({
    ...asked,
    access_token: { ...objectOrEmpty(asked['access_token']), ...CAPABILITIES },
  });
}

function parseObject(json: string): Record<string, unknown> {
  try {
    return objectOrEmpty(JSON.parse(json));
  } catch {
    return {};
  }
}

function objectOrEmpty(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
