import { UsageError } from '../command-line/usage-error.js';
import { DEFAULT_PORT, emulatorCommandLine } from './command-line.js';
import { DEFAULT_APP } from './options.js';

const { help, parse } = emulatorCommandLine;

describe('the command line', () => {
  it('needs nothing', () => {
    expect(parse([])).toEqual({
      port: DEFAULT_PORT,
      tls: false,
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
    const place = ['--host', '0.0.0.0', '--public-origin', 'https://entra:5001', '--tls-dir', '/certificates'];
    const graph = ['--graph-port', '5002', '--public-graph-origin', 'https://graph:5002'];
    const uris = ['--redirect-uri', 'http://localhost/a', '--redirect-uri', 'https://app.example/b'];
    expect(parse([...args, ...place, ...graph, ...uris])).toEqual({
      port: 0,
      host: '0.0.0.0',
      publicOrigin: 'https://entra:5001',
      tls: { directory: '/certificates' },
      graphPort: 5002,
      publicGraphOrigin: 'https://graph:5002',
      strictRefreshRotation: true,
      app: { clientId: 'id', clientSecret: 's', redirectUris: ['http://localhost/a', 'https://app.example/b'] },
    });
  });

  it('explains itself', () => {
    expect(parse(['--help'])).toBeUndefined();
    for (const option of ['port', 'host', 'tls', 'tls-dir', 'graph-port', 'client-id', 'redirect-uri']) {
      expect(help).toContain(`--${option}`);
    }
  });

  it('makes a certificate when asked', () => {
    expect(parse(['--tls'])).toMatchObject({ tls: true });
  });

  it.each([
    [['--port', 'http']],
    [['--graph-port', '-1']],
    [['--public-origin', 'entra:5001']],
    [['--port', '70000']],
    [['--client-id', '']],
    [['--redirect-uri', 'localhost:5000']],
    [['--unknown']],
    [['positional']],
  ])('refuses %j', (args) => {
    expect(() => parse(args)).toThrow(UsageError);
  });
});
