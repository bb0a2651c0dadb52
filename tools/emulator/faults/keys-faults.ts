import { documentFaults } from './document-faults.js';
import { noKeys } from './documents.js';
import type { FaultsOf } from './fault.js';

export const KEYS_FAULTS = {
  ...documentFaults('keys', { endpoint: 'The key set', document: 'The key set' }),
  'keys-empty': { about: 'The key set is valid JSON with no keys in it.', strike: noKeys },
} satisfies FaultsOf<'keys'>;
