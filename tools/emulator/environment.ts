import type { EmulatorState } from './state.js';

/** What an application needs in its environment to use the emulator. */
export function environmentFor({
  origin,
  tenantId,
  app,
}: Pick<EmulatorState, 'origin' | 'tenantId' | 'app'>): Record<string, string> {
  return {
    TENANT_ID: tenantId,
    CLIENT_ID: app.clientId,
    CLIENT_SECRET: app.clientSecret,
    CLOUD_INSTANCE: origin,
    GRAPH_API_ENDPOINT: origin,
  };
}

/** The same as lines of an `.env`, the secret excepted. */
export function envLines(emulator: Parameters<typeof environmentFor>[0]): string[] {
  const { CLIENT_SECRET: _secret, ...shown } = environmentFor(emulator);
  return Object.entries(shown).map(([name, value]) => `${name}=${value}`);
}
