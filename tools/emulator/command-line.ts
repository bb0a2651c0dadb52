import { parseArgs } from 'node:util';
import { DEFAULT_APP, type EmulatorOptions } from './options.js';

/** The port of the program unless told otherwise. */
export const DEFAULT_PORT = 5001;

export const HELP = `Usage: npm run emulator -- [options]

Emulates Microsoft Entra ID and Microsoft Graph on this machine, for development and tests.
It forgets everything when it stops. Nothing reaches Microsoft.

  --port <number>         port on localhost (default ${DEFAULT_PORT}; 0: any free one)
  --client-id <guid>      application (client) ID (default ${DEFAULT_APP.clientId})
  --client-secret <text>  its secret (default: a public demo value)
  --redirect-uri <uri>    redirect URI of platform Web; may be repeated. The port of http://localhost is ignored
${DEFAULT_APP.redirectUris.map((uri) => `                            (default ${uri})`).join('\n')}
  --strict-rotation       using a refresh token twice ends the sign-in (Entra allows it)
  --help                  this text
`;

export type CommandLine = { readonly help: true } | { readonly help: false; readonly options: EmulatorOptions };

/** What is wrong with a command line, in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const values = parse(args);
  if (values.help === true) return { help: true };
  return {
    help: false,
    options: {
      port: port(values.port),
      strictRefreshRotation: values['strict-rotation'] === true,
      app: {
        ...(values['client-id'] === undefined ? {} : { clientId: notEmpty('client-id', values['client-id']) }),
        ...(values['client-secret'] === undefined
          ? {}
          : { clientSecret: notEmpty('client-secret', values['client-secret']) }),
        ...(values['redirect-uri'] === undefined ? {} : { redirectUris: values['redirect-uri'].map(redirectUri) }),
      },
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        'client-id': { type: 'string' },
        'client-secret': { type: 'string' },
        'redirect-uri': { type: 'string', multiple: true },
        'strict-rotation': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function port(value: string | undefined): number {
  if (value === undefined) return DEFAULT_PORT;
  const number = Number(value);
  if (/^\d+$/.test(value) && number <= 65_535) return number;
  throw new UsageError('--port must be a number from 0 to 65535.');
}

function notEmpty(name: string, value: string): string {
  if (value !== '') return value;
  throw new UsageError(`--${name} must not be empty.`);
}

function redirectUri(value: string): string {
  if (/^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '')) return value;
  throw new UsageError('--redirect-uri must be an http or https address.');
}
