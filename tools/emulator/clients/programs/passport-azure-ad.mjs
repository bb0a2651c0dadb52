// passport-azure-ad in an Express application, as its README and its example have it.
import assert from 'node:assert/strict';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { OIDCStrategy } from 'passport-azure-ad';
import { program } from './program.mjs';
import { whileServing } from './web-application.mjs';

passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

function createApp({ origin, web }, tenant, responseMode, issuer) {
  return (baseUrl) => {
    const options = {
      identityMetadata: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
      clientID: web.clientId,
      clientSecret: web.clientSecret,
      responseType: 'code',
      responseMode,
      redirectUrl: `${baseUrl}/getAToken`,
      allowHttpForRedirectUrl: true,
      validateIssuer: true,
      issuer,
      passReqToCallback: false,
      scope: ['profile', 'offline_access', 'User.Read'],
      loggingLevel: 'error',
    };
    const verify = (iss, sub, profile, accessToken, refreshToken, done) =>
      done(null, { iss, oid: profile.oid, name: profile.displayName, accessToken });
    passport.use(new OIDCStrategy(options, verify));
    const app = express();
    app.use(session({ secret: 'of this test alone', resave: false, saveUninitialized: true }));
    app.use(express.urlencoded({ extended: true }));
    app.use(passport.initialize());
    app.use(passport.session());
    const authenticate = passport.authenticate('azuread-openidconnect', { failureRedirect: '/refused' });
    app.get('/login', authenticate);
    app.all('/getAToken', authenticate, (_req, res) => res.redirect('/account'));
    app.get('/account', (req, res) => (req.isAuthenticated() ? res.json(req.user) : res.sendStatus(401)));
    return app;
  };
}

async function signIn(setup, browser, { tenant = setup.tenantId, responseMode = 'query', issuer } = {}) {
  await whileServing(createApp(setup, tenant, responseMode, issuer), async (visitor) => {
    assert.equal(await visitor.signIn('/login', browser), '/account');
    const { oid, name, iss } = await visitor.json('/account');
    assert.deepEqual({ oid, name, iss }, { oid: setup.person.oid, name: setup.person.name, iss: issuerOf(setup) });
  });
}

function issuerOf({ origin, person }) {
  return `${origin}/${person.tid}/v2.0`;
}

await program({
  'authorization code': (setup, browser) => signIn(setup, browser),
  form_post: (setup, browser) => signIn(setup, browser, { responseMode: 'form_post' }),
  // With these the issuers that may come in must be listed.
  common: (setup, browser) => signIn(setup, browser, { tenant: 'common', issuer: [issuerOf(setup)] }),
  organizations: (setup, browser) => signIn(setup, browser, { tenant: 'organizations', issuer: [issuerOf(setup)] }),
  'tenant by domain': (setup, browser) => signIn(setup, browser, { tenant: setup.domain }),
});
