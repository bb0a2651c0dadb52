// Express and express-openid-connect, as its README and examples have a custom session store and a call to an API.
import { RedisStore } from 'connect-redis';
import express from 'express';
import openid from 'express-openid-connect';
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

const app = express();
app.get('/readyz', (_req, res) => res.send('ready'));
app.use(logRequests);
app.use(
  openid.auth({
    issuerBaseURL: `${CLOUD_INSTANCE}/${TENANT_ID}/v2.0`,
    baseURL: BASE_URL,
    clientID: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    secret: SESSION_SECRET,
    authRequired: false,
    authorizationParams: { response_type: 'code', scope: 'openid profile offline_access User.Read' },
    routes: { callback: '/getAToken' },
    session: { store: new RedisStore({ client: await connectToRedis() }) },
  }),
);

app.get('/', (req, res) => res.send(homePage(req.oidc.user?.name)));
app.get('/profile', openid.requiresAuth(), async (req, res) => {
  let { accessToken } = req.oidc;
  if (accessToken.isExpired()) accessToken = await accessToken.refresh();
  const { oid, name } = req.oidc.user;
  res.json({ user: { id: oid, name }, profile: await readProfile(accessToken.access_token) });
});

listen(app);
