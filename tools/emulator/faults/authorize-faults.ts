import { consentDeclined } from '../entra/authorize-errors.js';
import type { FaultsOf } from './fault.js';

export const AUTHORIZE_FAULTS = {
  'authorize-declined': {
    about: 'Authorize returns at once as if consent had been declined (AADSTS65004).',
    strike: () => {
      throw consentDeclined();
    },
  },
} satisfies FaultsOf<'authorize'>;
