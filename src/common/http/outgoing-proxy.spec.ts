import { proxyFor } from './outgoing-proxy.js';

const ENTRA = new URL('https://login.microsoftonline.com/common');
const PROXY = { protocol: 'http:', host: 'proxy.example', port: 3128 };

describe('the proxy for a call', () => {
  it('is none when nobody names one', () => {
    expect(proxyFor(ENTRA, {})).toBe(false);
    expect(proxyFor(ENTRA, { HTTPS_PROXY: ' ', HTTP_PROXY: 'http://proxy.example:3128' })).toBe(false);
  });

  it.each<[string, Record<string, string>]>([
    ['HTTPS_PROXY', { HTTPS_PROXY: 'http://proxy.example:3128' }],
    ['https_proxy, which comes first', { https_proxy: 'http://proxy.example:3128', HTTPS_PROXY: 'http://x' }],
    ['ALL_PROXY', { ALL_PROXY: 'http://proxy.example:3128/' }],
    ['HTTPS_PROXY, which comes before it', { HTTPS_PROXY: 'http://proxy.example:3128', ALL_PROXY: 'http://x' }],
    ['an address without a scheme', { HTTPS_PROXY: 'proxy.example:3128' }],
  ])('is what %s says', (_what, env) => {
    expect(proxyFor(ENTRA, env)).toEqual(PROXY);
  });

  it.each([
    ['http://proxy.example', 80],
    ['https://proxy.example', 443],
  ])('%s has port %i', (address, port) => {
    expect(proxyFor(ENTRA, { HTTPS_PROXY: address })).toMatchObject({ port });
  });

  it.each([
    ['http://user:pass@proxy.example:3128', 'user', 'pass'],
    ['http://domain%5Cuser:p%40ss%3A@proxy.example:3128', 'domain\\user', 'p@ss:'],
    ['http://user:50%@proxy.example:3128', 'user', '50%'],
  ])('gets its credentials as they are: %s', (address, username, password) => {
    expect(proxyFor(ENTRA, { HTTPS_PROXY: address })).toEqual({ ...PROXY, auth: { username, password } });
  });

  it.each(['not an address', 'socks5://proxy.example:1080', 'http://', '://'])('%j is none', (address) => {
    expect(() => proxyFor(ENTRA, { HTTPS_PROXY: address })).toThrow(
      expect.objectContaining({ code: 'PROXY_ADDRESS' }) as Error,
    );
  });

  it.each(['http://localhost:5001', 'https://localhost', 'https://127.0.0.1:1', 'http://[::1]:5001'])(
    'is none to this machine: %s',
    (url) => {
      expect(proxyFor(new URL(url), { HTTPS_PROXY: 'http://proxy.example', ALL_PROXY: 'http://x' })).toBe(false);
    },
  );

  it.each([
    'login.microsoftonline.com',
    'LOGIN.microsoftonline.com:443',
    'microsoftonline.com',
    '.microsoftonline.com',
    '*.microsoftonline.com',
    'other.example, .com',
    'other.example login.microsoftonline.com',
    '*',
  ])('is none where NO_PROXY is %j', (NO_PROXY) => {
    expect(proxyFor(ENTRA, { HTTPS_PROXY: 'http://proxy.example', NO_PROXY })).toBe(false);
  });

  it.each(['', ' , ', '.', 'online.com', 'login.microsoftonline.com:8443', 'x.login.microsoftonline.com', '127.0.0.1'])(
    'is there where NO_PROXY is %j',
    (NO_PROXY) => {
      expect(proxyFor(ENTRA, { HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY })).toEqual(PROXY);
    },
  );
});
