import { type Configuration, createConfiguration } from '../../config/configuration.js';

export const TENANT_ID = '11111111-1111-4111-8111-111111111111';
export const CLIENT_ID = '22222222-2222-4222-8222-222222222222';

/** What every environment must hold, for unit specs: nothing is ever called at these names. */
export const REQUIRED_ENV = { TENANT_ID, CLIENT_ID, CLIENT_SECRET: 'value~of.a-client-secret' } as const;

export function unitConfiguration(env: Record<string, string> = {}): Configuration {
  return createConfiguration({ ...REQUIRED_ENV, ...env });
}
