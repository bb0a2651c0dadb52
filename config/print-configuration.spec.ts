import { createConfiguration } from './configuration.js';
import { printConfiguration } from './print-configuration.js';

const CLIENT_SECRET = 'client-secret-text';
const SESSION_SECRETS = ['current-session-secret-of-32-characters', 'older-session-secret-of-32-characters'];

describe('printConfiguration', () => {
  const configuration = createConfiguration({
    TENANT_ID: '11111111-1111-4111-8111-111111111111',
    CLIENT_ID: '22222222-2222-4222-8222-222222222222',
    CLIENT_SECRET,
    SESSION_SECRET: SESSION_SECRETS.join(','),
  });

  it('holds no text of a secret', () => {
    const text = JSON.stringify(printConfiguration(configuration));
    for (const secret of [CLIENT_SECRET, ...SESSION_SECRETS]) expect(text).not.toContain(secret);
  });

  it('holds no text of a secret that was made at start', () => {
    const made = createConfiguration({
      TENANT_ID: configuration.entra.tenantId,
      CLIENT_ID: configuration.entra.clientId,
      CLIENT_SECRET,
    });
    expect(JSON.stringify(printConfiguration(made))).not.toContain(made.session.secrets[0].reveal());
  });

  it('shows the rest as plain data', () => {
    expect(printConfiguration(configuration)).toMatchObject({
      production: false,
      http: { baseUrl: 'http://localhost:5000', port: 5000 },
      entra: { tenantId: configuration.entra.tenantId, clientSecret: '[secret]', scopes: ['User.Read'] },
      session: { secrets: ['[secret]', '[secret]'], secretIsEphemeral: false },
    });
  });
});
