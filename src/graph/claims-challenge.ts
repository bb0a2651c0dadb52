/** Graph's have about 600 characters. */
const MAX_HEADER = 8192;
/** Names begin where no name goes on: else a long one would be tried from each of its letters. */
const PARAMETER = /(?<![\w-])(?:([A-Za-z][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([A-Za-z][\w-]*)(?=\s))/g;

/**
 * The claims that a 401 asks for, as JSON, or undefined when it is no claims challenge. Reads a WWW-Authenticate header
 * with any number of schemes, parameters in any order, and claims in base64 or base64url.
 */
export function readClaimsChallenge(header: string | undefined): string | undefined {
  const bearer = new Map<string, string>();
  let scheme = '';
  for (const [, name, quoted, plain, nextScheme] of (header ?? '').slice(0, MAX_HEADER).matchAll(PARAMETER)) {
    if (nextScheme !== undefined) scheme = nextScheme.toLowerCase();
    else if (scheme === 'bearer' && name !== undefined) bearer.set(name.toLowerCase(), quoted ?? plain ?? '');
  }
  if (bearer.get('error') !== 'insufficient_claims') return undefined;
  const json = Buffer.from(bearer.get('claims') ?? '', 'base64').toString('utf8');
  try {
    const claims: unknown = JSON.parse(json);
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? json : undefined;
  } catch {
    return undefined;
  }
}
