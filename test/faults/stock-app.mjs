/**
 * passport-azure-ad as its own README has it: what a service is without the seams of src/auth. npm run faults compares
 * the two. Runs as a process of its own, because it may end.
 *
 * Environment: PORT, AUTHORITY (https), TENANT_ID, CLIENT_ID, CLIENT_SECRET.
 */
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { OIDCStrategy } from 'passport-azure-ad';

const { PORT, AUTHORITY, TENANT_ID, CLIENT_ID, CLIENT_SECRET } = process.env;
const STRATEGY = 'azuread-openidconnect';

const users = new Map();

passport.serializeUser((user, done) => done(null, user.oid));
passport.deserializeUser((oid, done) => done(null, users.get(oid) ?? false));

passport.use(
  STRATEGY,
  new OIDCStrategy(
    {
      identityMetadata: `${AUTHORITY}/${TENANT_ID}/v2.0/.well-known/openid-configuration`,
      clientID: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      responseType: 'code',
      responseMode: 'query',
      redirectUrl: `http://localhost:${PORT}/getAToken`,
      allowHttpForRedirectUrl: true,
      validateIssuer: true,
      passReqToCallback: false,
      scope: ['profile', 'offline_access', 'User.Read'],
      loggingLevel: 'error',
      loggingNoPII: true,
    },
    (iss, sub, profile, accessToken, refreshToken, done) => {
      if (!profile.oid) return done(new Error('The profile has no oid.'), null);
      users.set(profile.oid, profile);
      return done(null, profile);
    },
  ),
);

const app = express();
app.use(session({ secret: 'only-for-this-comparison', resave: false, saveUninitialized: false }));
app.use(passport.initialize());
app.use(passport.session());

const authenticate = passport.authenticate(STRATEGY, { failureRedirect: '/' });

function regenerateSession(req, _res, next) {
  const { passport: signedIn } = req.session;
  req.session.regenerate((error) => {
    if (error) return next(error);
    req.session.passport = signedIn;
    return req.session.save(next);
  });
}

app.get('/', (req, res) => {
  const who = req.user === undefined ? 'Nobody' : req.user.displayName;
  res.type('html').send(`<!doctype html><title>Home</title><p>${who} is signed in. <a href="/login">Sign in</a></p>`);
});
app.get('/login', authenticate, (_req, res) => res.redirect('/'));
app.get('/getAToken', authenticate, regenerateSession, (_req, res) => res.redirect('/'));
app.get('/profile', (req, res) => {
  if (req.isAuthenticated()) res.json(req.user);
  else res.redirect('/login');
});
app.get('/logout', (req, res, next) => {
  req.logout((error) => (error ? next(error) : res.redirect('/')));
});

app.listen(Number(PORT), '127.0.0.1');
