// express-openid-connect in an Express application, as its README has it.
import assert from 'node:assert/strict';
import express from 'express';
import openid from 'express-openid-connect';
import { program } from './program.mjs';
import { whileServing } from './web-application.mjs';

function createApp({ origin, tenantId, web }, responseMode) {
  return (baseURL) => {
    const app = express();
    app.use(
      openid.auth({
        issuerBaseURL: `${origin}/${tenantId}/v2.0`,
        baseURL,
        clientID: web.clientId,
        clientSecret: web.clientSecret,
        secret: 'of this test alone, and long enough for it',
        authRequired: false,
        idpLogout: true,
        authorizationParams: {
          response_type: 'code',
          response_mode: responseMode,
          scope: 'openid profile offline_access User.Read',
        },
        routes: { callback: '/getAToken' },
      }),
    );
    app.get('/account', openid.requiresAuth(), (req, res) => res.json(req.oidc.user));
    app.get('/refresh', openid.requiresAuth(), async (req, res) => {
      const before = req.oidc.accessToken.access_token;
      const { access_token } = await req.oidc.accessToken.refresh();
      res.json({ refreshed: access_token !== before });
    });
    app.get('/userinfo', openid.requiresAuth(), async (req, res) => res.json(await req.oidc.fetchUserInfo()));
    return app;
  };
}

async function signedIn(setup, browser, visit, responseMode = 'query') {
  await whileServing(createApp(setup, responseMode), async (visitor) => {
    assert.match(await visitor.signIn('/login', browser), /^http:\/\/localhost:\d+\/?$/);
    assert.equal((await visitor.json('/account')).oid, setup.person.oid);
    await visit(visitor);
  });
}

await program({
  'authorization code with PKCE': (setup, browser) => signedIn(setup, browser, () => {}),
  form_post: (setup, browser) => signedIn(setup, browser, () => {}, 'form_post'),
  refresh: (setup, browser) =>
    signedIn(setup, browser, async (visitor) => assert.deepEqual(await visitor.json('/refresh'), { refreshed: true })),
  userinfo: (setup, browser) =>
    signedIn(setup, browser, async (visitor) =>
      assert.equal((await visitor.json('/userinfo')).name, setup.person.name),
    ),
  'sign-out': (setup, browser) =>
    signedIn(setup, browser, async (visitor) => {
      const location = new globalThis.URL((await visitor.send('/logout')).headers.get('location'));
      assert.equal(location.origin + location.pathname, `${setup.origin}/${setup.tenantId}/oauth2/v2.0/logout`);
      assert.equal((await globalThis.fetch(location)).status, 200);
      assert.notEqual((await visitor.send('/account')).status, 200);
    }),
});
