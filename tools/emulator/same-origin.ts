import type { RequestHandler } from 'express';

/**
 * Keeps other sites from pressing the emulator's buttons. A caller that sends neither header is no browser and may
 * pass. Hosts alone are compared: whoever ends TLS in front of the emulator changes the scheme, and maybe the Host.
 *
 * @param publicOrigin - the origin that the emulator is known by
 */
export function sameOriginOnly(publicOrigin: string): RequestHandler {
  const publicHost = new URL(publicOrigin).host;
  return (req, res, next) => {
    const site = req.get('Sec-Fetch-Site');
    const origin = req.get('Origin');
    const allowed =
      site === undefined
        ? origin === undefined || isOneOf(origin, [publicHost, req.get('Host')])
        : site === 'same-origin' || site === 'none';
    if (allowed) next();
    else res.status(403).type('text').send('This form was sent from another site.\n');
  };
}

function isOneOf(origin: string, hosts: readonly (string | undefined)[]): boolean {
  return URL.canParse(origin) && hosts.includes(new URL(origin).host);
}
