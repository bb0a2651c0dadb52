import { z } from 'zod';
import { AppError } from '../common/errors/app-error.js';
import { type ErrorCode, errorCatalogue } from '../common/errors/error-catalogue.js';

const text = z.string().exactOptional();

/** How the last sign-in of a browser failed, as the browser keeps it: codes and ids, none of Entra's sentences. */
export const lastRefusalSchema = z.object({
  /** Of the round that it ended. */
  id: z.string(),
  code: z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(errorCatalogue, code)),
  entra: z.object({ aadsts: text, correlationId: text, traceId: text, timestamp: text }).optional(),
});

export type LastRefusal = z.output<typeof lastRefusalSchema>;

export function rememberRefusal(id: string, { code, entra }: AppError): LastRefusal {
  const { text: _text, ...ids } = entra ?? {};
  return { id, code, ...(entra !== undefined && { entra: ids }) };
}

/** The error to show again. It asks for nothing: that went with the next sign-in, or will. */
export function recallRefusal({ code, entra }: LastRefusal): AppError {
  return new AppError(code, { entra });
}
