import { commandLine } from '../command-line/command-line.js';
import { flag, guid, httpAddress, repeated, someText, value, wholeNumber } from '../command-line/options.js';
import type { AppOptions } from './directory/app-options.js';
import { APPS, PEOPLE } from './options-schema.js';
import type { PersonDefinition } from './people.js';
import { readListFile } from './read-list-file.js';
import { DEFAULT_APP, type EmulatorOptions } from './options.js';

/** The port of the program unless told otherwise. */
export const DEFAULT_PORT = 5001;

export const emulatorCommandLine = commandLine({
  usage: ['npm run emulator -- [options]', 'npx entra-graph-emulator [options]'],
  about: `Emulates Microsoft Entra ID and Microsoft Graph on this machine, for development and tests.
It forgets everything when it stops. Nothing reaches Microsoft.`,
  options: {
    port: value('<number>', 'port on localhost, 0 for any free one', wholeNumber(0, 65_535), DEFAULT_PORT),
    host: value(
      '<address>',
      'the only address to listen on instead of localhost, such as 0.0.0.0 in a container:\n' +
        'whoever reaches it can sign in as anybody and switch faults',
      someText,
    ),
    'public-origin': value('<origin>', 'what others reach it by, such as https://entra:5001', httpAddress),
    'graph-port': value('<number>', 'gives Graph an origin of its own', wholeNumber(0, 65_535)),
    'public-graph-origin': value('<origin>', 'what others reach that by', httpAddress),
    tls: flag('https, with a certificate that is made for it'),
    'tls-dir': value('<directory>', 'where that certificate lies and is kept (implies --tls)', someText),
    tenant: value('<guid>', 'directory (tenant) ID', guid('the tenant id')),
    people: value('<file>', 'JSON: a list of people, each with a key; see people.ts', someText),
    apps: value('<file>', 'JSON: a list of app registrations besides the first', someText),
    'client-id': value('<guid>', 'application (client) ID', someText, DEFAULT_APP.clientId),
    'client-secret': value('<text>', 'its secret, a public demo value', someText, DEFAULT_APP.clientSecret),
    'redirect-uri': repeated(
      '<uri>',
      'redirect URI of platform Web; may be repeated. The port of http://localhost is ignored',
      httpAddress,
      DEFAULT_APP.redirectUris,
    ),
    'strict-rotation': flag('using a refresh token twice ends the sign-in (Entra allows it)'),
  },
  make: (values): EmulatorOptions => ({
    port: values.port,
    ...given({
      tenantId: values.tenant,
      people: values.people === undefined ? undefined : readListFile<PersonDefinition>(values.people, PEOPLE),
      apps: values.apps === undefined ? undefined : readListFile<AppOptions>(values.apps, APPS),
      host: values.host,
      publicOrigin: values['public-origin'],
      graphPort: values['graph-port'],
      publicGraphOrigin: values['public-graph-origin'],
    }),
    tls: values['tls-dir'] === undefined ? values.tls : { directory: values['tls-dir'] },
    strictRefreshRotation: values['strict-rotation'],
    app: {
      clientId: values['client-id'],
      clientSecret: values['client-secret'],
      redirectUris: [...values['redirect-uri']],
    },
  }),
});

type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/** Without those that were not given: the library has its own defaults. */
function given<T extends object>(options: T): Given<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<T>;
}
