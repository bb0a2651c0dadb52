import type { EmulatedApp } from './options.js';

/** What an application has to be told about an emulator. */
interface Described {
  readonly origin: string;
  readonly graphEndpoint: string;
  readonly tenantId: string;
  readonly app: Pick<EmulatedApp, 'clientId' | 'clientSecret'>;
}

/** What an application needs in its environment to use the emulator. */
export function environmentFor({ origin, graphEndpoint, tenantId, app }: Described): Record<string, string> {
  return {
    TENANT_ID: tenantId,
    CLIENT_ID: app.clientId,
    CLIENT_SECRET: app.clientSecret,
    CLOUD_INSTANCE: origin,
    GRAPH_API_ENDPOINT: graphEndpoint,
  };
}

/** The same as lines of an `.env`, the secret excepted. */
export function envLines(emulator: Described): string[] {
  const { CLIENT_SECRET: _secret, ...shown } = environmentFor(emulator);
  return Object.entries(shown).map(([name, value]) => `${name}=${value}`);
}
