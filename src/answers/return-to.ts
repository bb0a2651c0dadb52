/** Of the encoded form, which is what goes into a Location header: a letter of three bytes counts nine. */
const MAX_BYTES = 512;
const BASE = 'http://service.invalid';
/** A sign-in that leads back to signing in or out is a loop or a trap. */
const SIGN_IN_ROUTES = /^\/(login|logout|getatoken)(\/|$)/i;
/**
 * Backslashes, spaces and control characters: browsers drop or rewrite them, and a path becomes another host. Halves of
 * surrogate pairs can't stand in any address.
 */
const UNSAFE = /[\\\s\p{Cc}\p{Cs}]/u;

/** True for the paths that sign people in or out. */
export function isSignInRoute(path: string): boolean {
  return SIGN_IN_ROUTES.test(path);
}

/** A path of ours to come back to after sign-in, at most 512 bytes when encoded; anything else is `/`. */
export function parseReturnTo(value: unknown): string {
  if (typeof value !== 'string' || value.length > MAX_BYTES || !value.startsWith('/') || UNSAFE.test(value)) return '/';
  if (!URL.canParse(value, BASE)) return '/';
  const url = new URL(value, BASE);
  if (url.href.length - BASE.length > MAX_BYTES) return '/';
  const path = value.split(/[?#]/)[0] ?? '';
  // A path that is not already in its final form (dot segments, plain or encoded, a host) is not one that we wrote.
  if (url.origin !== BASE || url.pathname !== path) return '/';
  const decoded = decode(path);
  if (decoded === undefined || decoded.includes('//') || UNSAFE.test(decoded.replaceAll(' ', ''))) return '/';
  if (/(^|\/)\.{1,2}(\/|$)/.test(decoded) || SIGN_IN_ROUTES.test(decoded)) return '/';
  return value;
}

/** Percent-decoded until nothing is left to decode, or undefined when it can't be. */
function decode(path: string): string | undefined {
  try {
    const once = decodeURIComponent(path);
    return once === path ? path : decode(once);
  } catch {
    return undefined;
  }
}
