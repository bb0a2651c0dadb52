// Express and MSAL Node, as its documentation has web apps: the account in an express-session, the tokens in a cache of
// their own in Redis, by MSAL's DistributedCachePlugin, and one client a request, because a client holds one cache.
import { ConfidentialClientApplication, CryptoProvider, DistributedCachePlugin } from '@azure/msal-node';
import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';
import {
  BASE_URL,
  CLIENT_ID,
  CLIENT_SECRET,
  CLOUD_INSTANCE,
  connectToRedis,
  homePage,
  listen,
  logRequests,
  readProfile,
  SESSION_SECRET,
  TENANT_ID,
} from './surroundings.mjs';

const authority = `${CLOUD_INSTANCE}/${TENANT_ID}`;
const redirectUri = `${BASE_URL}/getAToken`;
const scopes = ['https://graph.microsoft.com/User.Read'];
const TOKENS_SECONDS = 86_400;

const redis = await connectToRedis();
const crypto = new CryptoProvider();
const tokens = {
  get: async (key) => (await redis.get(`msal:${key}`)) ?? '',
  set: (key, value) => redis.set(`msal:${key}`, value, { EX: TOKENS_SECONDS }),
};
// MSAL has the document of Microsoft's own hosts built in; this spares every other host a call by each client.
const documents = await globalThis.fetch(`${authority}/v2.0/.well-known/openid-configuration`);
const authorityMetadata = await documents.text();

/** @returns the client of whoever has this session */
function clientOf({ sessionID }) {
  const partition = { getKey: async () => sessionID, extractKey: async () => sessionID };
  return new ConfidentialClientApplication({
    auth: {
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      authority,
      authorityMetadata,
      knownAuthorities: [new globalThis.URL(authority).host],
    },
    cache: { cachePlugin: new DistributedCachePlugin(tokens, partition) },
  });
}

const app = express();
app.get('/readyz', (_req, res) => res.send('ready'));
app.use(logRequests);
app.use(
  session({
    store: new RedisStore({ client: redis }),
    resave: false,
    saveUninitialized: false,
    secret: SESSION_SECRET,
  }),
);

app.get('/login', async (req, res) => {
  const { verifier, challenge } = await crypto.generatePkceCodes();
  const state = crypto.createNewGuid();
  const nonce = crypto.createNewGuid();
  req.session.pending = { verifier, state, nonce };
  const request = { scopes, redirectUri, responseMode: 'query', state, nonce };
  const pkce = { codeChallenge: challenge, codeChallengeMethod: 'S256' };
  res.redirect(await clientOf(req).getAuthCodeUrl({ ...request, ...pkce }));
});
app.get('/getAToken', async (req, res) => {
  const { verifier, state, nonce } = req.session.pending;
  // A new session id for who signs in, which is the key of the tokens, too.
  await new Promise((resolve, reject) => req.session.regenerate((error) => (error ? reject(error) : resolve())));
  const request = { code: req.query.code, codeVerifier: verifier, scopes, redirectUri, state, nonce };
  const { account } = await clientOf(req).acquireTokenByCode(request, { code: req.query.code, state: req.query.state });
  req.session.account = account;
  res.redirect('/');
});
app.get('/', (req, res) => res.send(homePage(req.session.account?.name)));
app.get('/profile', async (req, res) => {
  const { account } = req.session;
  if (account === undefined) return res.sendStatus(401);
  const { accessToken } = await clientOf(req).acquireTokenSilent({ account, scopes });
  res.json({
    user: { id: account.localAccountId, name: account.name },
    profile: await readProfile(accessToken),
  });
});

listen(app);
