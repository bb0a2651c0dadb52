import { people } from '../../tools/emulator/index.js';
import { JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

describeService('the main path', {}, ({ service, emulator, browser }) => {
  it('signs in, shows the profile as a page and as JSON, and signs out', async () => {
    const profileFirst = await browser.get('/profile');
    expect(profileFirst.status).toBe(302);
    expect(profileFirst.headers.get('location')).toBe('/login?returnTo=/profile');

    const callback = await browser.signIn(people.ordinary, { query: '?returnTo=/profile' });
    expect(callback.status).toBe(302);
    expect(callback.headers.get('location')).toBe('/profile');

    const page = await browser.get('/profile');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(people.ordinary.displayName);

    const { body } = await browser.json('/profile');
    expect(body).toEqual({
      user: {
        id: people.ordinary.oid,
        tenantId: emulator.tenantId,
        name: people.ordinary.displayName,
        username: people.ordinary.userPrincipalName,
        roles: [],
      },
      profile: {
        id: people.ordinary.oid,
        displayName: people.ordinary.displayName,
        givenName: people.ordinary.givenName,
        surname: people.ordinary.surname,
        userPrincipalName: people.ordinary.userPrincipalName,
        mail: people.ordinary.mail,
        jobTitle: people.ordinary.jobTitle,
        mobilePhone: people.ordinary.mobilePhone,
        officeLocation: people.ordinary.officeLocation,
        preferredLanguage: people.ordinary.preferredLanguage,
        businessPhones: people.ordinary.businessPhones,
      },
    });

    const logout = await browser.post('/logout', { headers: { 'sec-fetch-site': 'same-origin' } });
    expect(logout.status).toBe(303);
    const endSession = new URL(logout.headers.get('location') ?? '');
    expect(endSession.origin).toBe(emulator.origin);
    expect(endSession.searchParams.get('post_logout_redirect_uri')).toBe(`${service.url}/`);
    expect(endSession.searchParams.get('logout_hint')).toEqual(expect.any(String));

    const back = await browser.get(endSession);
    expect(back.headers.get('location')).toBe(`${service.url}/?state=signed-out`);
    expect(await (await browser.get('/?state=signed-out')).text()).toContain('You are signed out');
    expect((await browser.get('/profile', { accept: JSON_ONLY })).status).toBe(401);
  });
});
