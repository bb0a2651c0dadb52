import { isLoopback } from '../../../config/environment.js';
import { TransportError } from './transport-error.js';

type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

export interface Proxy {
  /** With its port and without credentials: it is logged. */
  readonly address: string;
  /** For `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

/**
 * The proxy for calls to this address, as HTTPS_PROXY (or ALL_PROXY) and NO_PROXY say, in capitals or not; undefined for
 * none. Nothing but this machine is called by plain http, and never through a proxy, so HTTP_PROXY counts nowhere.
 * @throws TransportError `PROXY_ADDRESS` when the variable is no address of an http proxy
 */
export function proxyFor(url: URL, env: ProxyEnvironment = process.env): Proxy | undefined {
  const read = (name: string) => env[name]?.trim() || env[name.toUpperCase()]?.trim() || undefined;
  const address = read('https_proxy') ?? read('all_proxy');
  if (address === undefined || isLoopback(url) || isExcluded(url, read('no_proxy') ?? '')) return undefined;
  const withScheme = address.includes('://') ? address : `http://${address}`;
  const proxy = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (!/^https?:$/.test(proxy?.protocol ?? '') || proxy === undefined) {
    throw new TransportError('unreachable', 'PROXY_ADDRESS');
  }
  const { protocol, host, port, username, password } = proxy;
  const credentials = `${decoded(username)}:${decoded(password)}`;
  return {
    address: `${protocol}//${host}${port === '' ? `:${protocol === 'https:' ? 443 : 80}` : ''}`,
    authorization: username === '' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
  };
}

/** A name covers what is below it, with a leading dot (or `*.`) or without; with a port, that port alone. */
function isExcluded({ hostname, port }: URL, noProxy: string): boolean {
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((item) => {
      const [, name = '', itemPort] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(item) ?? [];
      if (itemPort !== undefined && itemPort !== (port || '443')) return false;
      return item === '*' || (name !== '' && (hostname === name || hostname.endsWith(`.${name}`)));
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
