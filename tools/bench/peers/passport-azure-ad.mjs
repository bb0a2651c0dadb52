// Express, passport-azure-ad and connect-redis, each as its README has it. Users and their tokens are in the session.
import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { OIDCStrategy } from 'passport-azure-ad';
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

passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));
passport.use(
  new OIDCStrategy(
    {
      identityMetadata: `${CLOUD_INSTANCE}/${TENANT_ID}/v2.0/.well-known/openid-configuration`,
      clientID: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      responseType: 'code',
      responseMode: 'query',
      redirectUrl: `${BASE_URL}/getAToken`,
      allowHttpForRedirectUrl: true,
      validateIssuer: true,
      passReqToCallback: false,
      scope: ['profile', 'offline_access', 'User.Read'],
      loggingLevel: 'warn',
    },
    (iss, sub, profile, accessToken, refreshToken, done) =>
      done(null, { id: profile.oid, name: profile.displayName, accessToken, refreshToken }),
  ),
);

const app = express();
app.get('/readyz', (_req, res) => res.send('ready'));
app.use(logRequests);
app.use(
  session({
    store: new RedisStore({ client: await connectToRedis() }),
    resave: false,
    saveUninitialized: false,
    secret: SESSION_SECRET,
  }),
);
app.use(passport.initialize());
app.use(passport.session());

const authenticate = passport.authenticate('azuread-openidconnect', { failureRedirect: '/' });

app.get('/login', authenticate);
app.get('/getAToken', authenticate, (_req, res) => res.redirect('/'));
app.get('/', (req, res) => res.send(homePage(req.user?.name)));
app.get('/profile', async (req, res) => {
  if (!req.isAuthenticated()) return res.sendStatus(401);
  const { id, name, accessToken } = req.user;
  res.json({ user: { id, name }, profile: await readProfile(accessToken) });
});

listen(app);
