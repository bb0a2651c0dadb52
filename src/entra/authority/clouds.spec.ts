import { TENANT_ID } from '../../../test/support/unit-configuration.js';
import { authorityHosts } from './clouds.js';

describe('the hosts of an authority', () => {
  it.each([
    ['https://login.microsoftonline.com', 'login.windows.net'],
    ['https://login.windows.net', 'login.microsoftonline.com'],
    ['https://login.microsoftonline.us', 'login.usgovcloudapi.net'],
    ['https://login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
  ])('of %s are its own and its cloud’s aliases, such as %s', (cloudInstance, alias) => {
    const hosts = authorityHosts(cloudInstance, TENANT_ID);
    expect(hosts).toContain(new URL(cloudInstance).host);
    expect(hosts).toContain(alias);
  });

  it.each([
    ['https://login.microsoftonline.com', 'login.microsoftonline.us'],
    ['https://login.microsoftonline.us', 'login.microsoftonline.com'],
    ['https://login.microsoftonline.com', 'login.partner.microsoftonline.cn'],
    ['https://login.microsoftonline.com', `${TENANT_ID}.ciamlogin.com`],
    ['https://login.microsoftonline.com', 'login.microsoftonline.com:8443'],
    ['https://login.microsoftonline.com', 'evil.login.microsoftonline.com'],
  ])('of %s are not %s', (cloudInstance, other) => {
    expect(authorityHosts(cloudInstance, TENANT_ID)).not.toContain(other);
  });

  it('of External ID are its name and the tenant’s id on ciamlogin.com, and no other tenant’s', () => {
    const hosts = authorityHosts('https://contoso.ciamlogin.com', TENANT_ID);
    expect([...hosts]).toEqual(['contoso.ciamlogin.com', `${TENANT_ID}.ciamlogin.com`]);
  });

  it('of many tenants are no tenant’s on ciamlogin.com', () => {
    expect([...authorityHosts('https://login.example.com', 'organizations')]).toEqual(['login.example.com']);
  });

  it('of an emulator are its own with its port', () => {
    const hosts = authorityHosts('http://localhost:5001', TENANT_ID);
    expect(hosts).toContain('localhost:5001');
    expect(hosts).not.toContain('localhost:5002');
  });
});
