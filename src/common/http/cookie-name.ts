import type { Configuration } from '../../../config/configuration.js';

/**
 * What one of our cookies is called in the browser. Cookies ignore ports, and a developer runs several services: by plain
 * http every name ends with the port of BASE_URL. By https it begins with `__Host-`, which no other host can set, and ends
 * with the port where that is not 443.
 */
export function cookieName(
  { secure, baseUrl }: Pick<Configuration['http'], 'secure' | 'baseUrl'>,
  name: string,
): string {
  const { port } = new URL(baseUrl);
  if (secure) return `__Host-${name}${port === '' ? '' : `-${port}`}`;
  return `${name}-${port === '' ? '80' : port}`;
}
