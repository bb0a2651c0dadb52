import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type Logger, pino } from 'pino';
import { AppError } from '../app-error.js';

/** Injects the pino logger. */
export const LOGGER = Symbol('LOGGER');

/** The id of the request that is being served; every line logged on its behalf carries it. */
export const requestIdStorage = new AsyncLocalStorage<string>();

/** Names that hold a credential or a person. Nothing logs them; this is the second line, for the top and one step down. */
const SENSITIVE = [
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'client_assertion',
  'code',
  'code_verifier',
  'authorization',
  'cookie',
  'set-cookie',
  'name',
  'username',
  'preferred_username',
  'mail',
  'email',
];

/** JSON lines on stdout, or on `destination`. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const requestId = requestIdStorage.getStore();
        return requestId === undefined ? {} : { requestId };
      },
      serializers: { err: serializeError },
      redact: { paths: SENSITIVE.flatMap((name) => [`["${name}"]`, `*["${name}"]`]), censor: '[redacted]' },
    },
    destination ?? pino.destination(1),
  );
}

/**
 * What the log says of an error. Ours: its code, Entra's and Graph's ids, and what caused it by name. An unexpected
 * one: its stack. Never an error's own fields: those of a HTTP client hold the request with its credentials.
 */
export function serializeError(error: unknown): Record<string, unknown> {
  if (error instanceof AppError) {
    const { text: _text, ...entra } = error.entra ?? {};
    return {
      type: error.name,
      errorCode: error.code,
      ...error.log,
      ...(error.entra !== undefined && { entra }),
      ...(error.graphRequestId !== undefined && { graphRequestId: error.graphRequestId }),
      ...(error.graphCode !== undefined && { graphCode: error.graphCode }),
      ...(error.cause !== undefined && { cause: describeCause(error.cause) }),
    };
  }
  if (error instanceof Error) return { type: error.name, stack: stackOf(error) };
  return { type: typeof error };
}

/** Messages of the language's own errors name code; those of parsers and clients quote what they were given. */
const TELLING = new Set(['TypeError', 'RangeError', 'ReferenceError']);

function stackOf({ name, message, stack = '' }: Error): string {
  return TELLING.has(name) ? stack : stack.replace(message, '').replace(/^.*?(?=\n {4}at )/s, name);
}

function describeCause(cause: unknown): unknown {
  if (cause instanceof AppError) return serializeError(cause);
  if (!(cause instanceof Error)) return typeof cause;
  const { code } = cause as NodeJS.ErrnoException;
  return { type: cause.name, ...(code !== undefined && { errno: code }) };
}
