import { guardErrors } from '../../src/auth/guards/guards.errors.js';
import { signInErrors } from '../../src/auth/sign-in/sign-in.errors.js';
import { requestErrors } from '../../src/common/request.errors.js';
import { entraErrors } from '../../src/entra/entra.errors.js';
import { graphErrors } from '../../src/graph/graph.errors.js';
import { storeErrors } from '../../src/store/store.errors.js';

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
