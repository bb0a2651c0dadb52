import { UsageError } from '../command-line/usage-error.js';
import { DEFAULT_PORT, emulatorCommandLine } from './command-line.js';
import { DEFAULT_APP } from './options.js';

const { help, parse } = emulatorCommandLine;

describe('the command line', () => {
  it('needs nothing', () => {
    expect(parse([])).toEqual({
      port: DEFAULT_PORT,
      strictRefreshRotation: false,
      app: {
        clientId: DEFAULT_APP.clientId,
        clientSecret: DEFAULT_APP.clientSecret,
        redirectUris: DEFAULT_APP.redirectUris,
      },
    });
  });

  it('takes every option, and several redirect URIs', () => {
    const args = ['--port', '0', '--client-id', 'id', '--client-secret=s', '--strict-rotation'];
    const uris = ['--redirect-uri', 'http://localhost/a', '--redirect-uri', 'https://app.example/b'];
    expect(parse([...args, ...uris])).toEqual({
      port: 0,
      strictRefreshRotation: true,
      app: { clientId: 'id', clientSecret: 's', redirectUris: ['http://localhost/a', 'https://app.example/b'] },
    });
  });

  it('explains itself', () => {
    expect(parse(['--help'])).toBeUndefined();
    for (const option of ['port', 'client-id', 'client-secret', 'redirect-uri', 'strict-rotation']) {
      expect(help).toContain(`--${option}`);
    }
  });

  it.each([
    [['--port', 'http']],
    [['--port', '70000']],
    [['--client-id', '']],
    [['--redirect-uri', 'localhost:5000']],
    [['--unknown']],
    [['positional']],
  ])('refuses %j', (args) => {
    expect(() => parse(args)).toThrow(UsageError);
  });
});
