import { guardErrors } from './auth/guards/guards.errors.js';
import { signInErrors } from './auth/sign-in/sign-in.errors.js';
import { requestErrors } from './common/request.errors.js';
import { entraErrors } from './entra/entra.errors.js';
import { graphErrors } from './graph/graph.errors.js';
import { storeErrors } from './store/store.errors.js';

/** Every error that the service answers with, from the modules that raise them: what docs/errors.md lists. */
export const errorCatalogue = {
  ...signInErrors,
  ...guardErrors,
  ...entraErrors,
  ...graphErrors,
  ...storeErrors,
  ...requestErrors,
};

/** A code that a caller may get. */
export type ErrorCode = keyof typeof errorCatalogue;
