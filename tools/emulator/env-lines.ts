import type { EmulatorState } from './state.js';

/** What an application needs in its `.env` to use the emulator, the secret excepted. */
export function envLines(emulator: Pick<EmulatorState, 'origin' | 'tenantId' | 'app'>): string[] {
  return [
    `TENANT_ID=${emulator.tenantId}`,
    `CLIENT_ID=${emulator.app.clientId}`,
    `CLOUD_INSTANCE=${emulator.origin}`,
    `GRAPH_API_ENDPOINT=${emulator.origin}`,
  ];
}
