import { registrationFrom } from './app-options.js';
import { TOKEN_EXCHANGE_AUDIENCE } from './credentials.js';
import { MICROSOFT_SERVICES_TENANT } from './microsoft-graph.js';
import type { AppRegistration } from './registrations.js';

/** The API whose tokens prove another app: an app-only token for it may be a federated credential. */
export function tokenExchange(nowMs: number): AppRegistration {
  const options = {
    clientId: 'fb60f99c-7a34-4190-8149-302f77469936',
    displayName: 'AAD Token Exchange Endpoint',
    identifierUris: [TOKEN_EXCHANGE_AUDIENCE],
  };
  return registrationFrom(options, MICROSOFT_SERVICES_TENANT, nowMs);
}
