import { z } from 'zod';
import { AppError, type ErrorEntry } from '../../common/app-error.js';
import { entraErrors } from '../../entra/entra.errors.js';
import { storeErrors } from '../../store/store.errors.js';
import { signInErrors } from './sign-in.errors.js';

/** What a round can end with. */
const entries: Readonly<Record<string, ErrorEntry>> = { ...signInErrors, ...entraErrors, ...storeErrors };

const text = z.string().exactOptional();

/** How the last sign-in of a browser failed, as the browser keeps it: codes and ids, none of Entra's sentences. */
export const lastRefusalSchema = z.object({
  /** Of the round that it ended. */
  id: z.string(),
  code: z.string().refine((code) => Object.hasOwn(entries, code)),
  entra: z.object({ aadsts: text, correlationId: text, traceId: text, timestamp: text }).optional(),
});

export type LastRefusal = z.output<typeof lastRefusalSchema>;

export function rememberRefusal(id: string, { code, entra }: AppError): LastRefusal {
  const { text: _text, ...ids } = entra ?? {};
  return { id, code, ...(entra !== undefined && { entra: ids }) };
}

/** The error to show again. It asks for nothing: that went with the next sign-in, or will. */
export function recallRefusal({ code, entra }: LastRefusal): AppError {
  return new AppError(entries[code] ?? signInErrors.sign_in_finished, { entra });
}
