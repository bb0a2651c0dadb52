import { documentFaults } from './document-faults.js';
import { foreignHost, missingEndpoints } from './documents.js';
import type { FaultsOf } from './fault.js';

export const DISCOVERY_FAULTS = {
  ...documentFaults('discovery', { endpoint: 'Discovery', document: 'The discovery document' }),
  'discovery-missing-endpoints': {
    about: 'The discovery document has no authorization_endpoint, token_endpoint and jwks_uri.',
    strike: missingEndpoints,
  },
  'discovery-foreign-host': {
    about: 'The discovery document names a token_endpoint and a jwks_uri on another host.',
    strike: foreignHost,
  },
} satisfies FaultsOf<'discovery'>;
