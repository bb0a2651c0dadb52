import express, { type RequestHandler, type Router } from 'express';

/** Lets scripts of any page read the answers of the documents and of the token endpoint, and answers their preflights. */
export function crossOriginRoutes(): Router {
  const router = express.Router();
  router.all('/:tenant/v2.0/.well-known/openid-configuration', allow('GET, OPTIONS'));
  router.all('/:tenant/discovery/v2.0/keys', allow('GET, OPTIONS'));
  router.all('/common/discovery/instance', allow('GET, OPTIONS'));
  router.all('/:tenant/oauth2/v2.0/token', allow('POST, OPTIONS'));
  return router;
}

function allow(methods: string): RequestHandler {
  return (req, res, next) => {
    res.set({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': methods });
    const headers = req.get('Access-Control-Request-Headers');
    if (headers !== undefined) res.set('Access-Control-Allow-Headers', headers);
    if (req.method === 'OPTIONS') res.status(200).end();
    else next();
  };
}
