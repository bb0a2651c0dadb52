import { OTHER_TENANT_ID, people } from '../../tools/emulator/index.js';
import { describeService } from '../support/describe-service.js';

describeService('an app of many tenants', { starts: 'when asked' }, ({ browser, start }) => {
  it('lets in people of every allowed tenant, each under their own', async () => {
    const service = await start({
      env: {
        TENANT_ID: 'organizations',
        ALLOWED_TENANTS: `11111111-2222-4333-8444-555555555555 ${OTHER_TENANT_ID}`,
      },
    });
    for (const person of [people.ordinary, people.otherTenant]) {
      const browser = service.browser();
      expect((await browser.signIn(person)).headers.get('location')).toBe('/');
      const { body } = await browser.json('/session');
      expect(body).toMatchObject({ signedIn: true, user: { id: person.oid, tenantId: person.tid } });
      expect((await browser.json('/profile')).status).toBe(200);
    }
  });

  it('tells people of other tenants so and signs them in nowhere', async () => {
    await start({
      env: { TENANT_ID: 'common', ALLOWED_TENANTS: '11111111-2222-4333-8444-555555555555' },
    });
    const refused = await browser.signIn(people.otherTenant);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('Your organisation may not use this service');
    expect(await browser.cookie('session')).toBeUndefined();
    expect((await browser.json('/session')).body).toEqual({ signedIn: false });
  });
});
