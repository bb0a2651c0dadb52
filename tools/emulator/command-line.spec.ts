import { DEFAULT_PORT, HELP, parseCommandLine, UsageError } from './command-line.js';

describe('the command line', () => {
  it('needs nothing', () => {
    expect(parseCommandLine([])).toEqual({
      help: false,
      options: { port: DEFAULT_PORT, strictRefreshRotation: false, app: {} },
    });
  });

  it('takes every option, and several redirect URIs', () => {
    const args = ['--port', '0', '--client-id', 'id', '--client-secret=s', '--strict-rotation'];
    const uris = ['--redirect-uri', 'http://localhost/a', '--redirect-uri', 'https://app.example/b'];
    expect(parseCommandLine([...args, ...uris])).toEqual({
      help: false,
      options: {
        port: 0,
        strictRefreshRotation: true,
        app: {
          clientId: 'id',
          clientSecret: 's',
          redirectUris: ['http://localhost/a', 'https://app.example/b'],
        },
      },
    });
  });

  it('explains itself', () => {
    expect(parseCommandLine(['--help'])).toEqual({ help: true });
    for (const option of ['port', 'client-id', 'client-secret', 'redirect-uri', 'strict-rotation']) {
      expect(HELP).toContain(`--${option}`);
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
    expect(() => parseCommandLine(args)).toThrow(UsageError);
  });
});
