import { commandLine } from '../command-line/command-line.js';
import { flag, httpAddress, repeated, someText, value, wholeNumber } from '../command-line/options.js';
import { DEFAULT_APP, type EmulatorOptions } from './options.js';

/** The port of the program unless told otherwise. */
export const DEFAULT_PORT = 5001;

export const emulatorCommandLine = commandLine({
  usage: ['npm run emulator -- [options]'],
  about: `Emulates Microsoft Entra ID and Microsoft Graph on this machine, for development and tests.
It forgets everything when it stops. Nothing reaches Microsoft.`,
  options: {
    port: value('<number>', 'port on localhost, 0 for any free one', wholeNumber(0, 65_535), DEFAULT_PORT),
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
    strictRefreshRotation: values['strict-rotation'],
    app: {
      clientId: values['client-id'],
      clientSecret: values['client-secret'],
      redirectUris: [...values['redirect-uri']],
    },
  }),
});
