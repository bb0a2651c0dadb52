import { isIP } from 'node:net';
import type { RequestHandler } from 'express';

/**
 * Lets nobody in who came by a name that the emulator does not go by: a foreign page whose name was made to lead here (DNS
 * rebinding) would be of the same origin. Addresses and `localhost` can't be made to lead elsewhere.
 *
 * @param origins - what the emulator is known by
 */
export function knownHostOnly(origins: readonly string[]): RequestHandler {
  const known = new Set(origins.map((origin) => new URL(origin).hostname));
  return (req, res, next) => {
    const hostname = hostnameOf(req.headers.host ?? '');
    const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
    if (isLocal || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || known.has(hostname)) next();
    else res.status(403).type('text').send('The emulator is not known by this name: see its option publicOrigin.\n');
  };
}

function hostnameOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}
