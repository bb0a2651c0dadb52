const LOCALHOST_PORT = /^(http:\/\/localhost):\d+(?=[/?#]|$)/;

/** Entra compares exactly, but for the port of `http://localhost`. */
export function isRegisteredRedirectUri(uri: string, registered: readonly string[]): boolean {
  return registered.some((candidate) => withoutLocalhostPort(candidate) === withoutLocalhostPort(uri));
}

function withoutLocalhostPort(uri: string): string {
  return uri.replace(LOCALHOST_PORT, '$1');
}
