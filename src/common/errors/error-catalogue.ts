import type { CatalogueEntry } from './catalogue/catalogue-entry.js';
import { entraErrors } from './catalogue/entra-errors.js';
import { graphErrors } from './catalogue/graph-errors.js';
import { serviceErrors } from './catalogue/service-errors.js';
import { signInErrors } from './catalogue/sign-in-errors.js';

export type { CatalogueEntry, Mender } from './catalogue/catalogue-entry.js';

/** Every error that the service answers with. The codes are stable: callers decide by them. */
export const errorCatalogue = { ...signInErrors, ...entraErrors, ...graphErrors, ...serviceErrors };

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errorCatalogue;

/** The catalogue's entry for a code. */
export function describeError(code: ErrorCode): CatalogueEntry {
  return errorCatalogue[code];
}
