import type { RequestHandler } from 'express';

/**
 * Keeps other sites from pressing the emulator's buttons. A caller that sends neither header is no browser and may
 * pass.
 */
export const sameOriginOnly: RequestHandler = (req, res, next) => {
  const site = req.get('Sec-Fetch-Site');
  const origin = req.get('Origin');
  const allowed =
    site === undefined
      ? origin === undefined || origin === `http://${req.get('Host')}`
      : site === 'same-origin' || site === 'none';
  if (allowed) next();
  else res.status(403).type('text').send('This form was sent from another site.\n');
};
