import { proxyFor } from './outgoing-proxy.js';

const ENTRA = new URL('https://login.microsoftonline.com/common');
const PROXY = { address: 'http://proxy.example:3128', authorization: undefined };

describe('the proxy for a call', () => {
  it('is none when nobody names one', () => {
    expect(proxyFor(ENTRA, {})).toBeUndefined();
    expect(proxyFor(ENTRA, { HTTPS_PROXY: ' ', HTTP_PROXY: 'http://proxy.example:3128' })).toBeUndefined();
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
    ['http://proxy.example', 'http://proxy.example:80'],
    ['https://proxy.example', 'https://proxy.example:443'],
    ['https://[2001:db8::1]/', 'https://[2001:db8::1]:443'],
  ])('%s has a port: %s', (named, address) => {
    expect(proxyFor(ENTRA, { HTTPS_PROXY: named })).toEqual({ address, authorization: undefined });
  });

  it.each([
    ['http://user:pass@proxy.example:3128', 'user:pass'],
    ['http://domain%5Cuser:p%40ss%3A@proxy.example:3128', 'domain\\user:p@ss:'],
    ['http://user:50%@proxy.example:3128', 'user:50%'],
    ['http://user@proxy.example:3128', 'user:'],
  ])('gets its credentials as they are: %s', (address, credentials) => {
    const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    expect(proxyFor(ENTRA, { HTTPS_PROXY: address })).toEqual({ ...PROXY, authorization });
  });

  it.each(['not an address', 'socks5://proxy.example:1080', 'http://', '://'])('%j is none', (address) => {
    expect(() => proxyFor(ENTRA, { HTTPS_PROXY: address })).toThrow(
      expect.objectContaining({ kind: 'unreachable', reason: 'PROXY_ADDRESS' }) as Error,
    );
  });

  it.each(['http://localhost:5001', 'https://localhost', 'https://127.0.0.1:1', 'http://[::1]:5001'])(
    'is none to this machine: %s',
    (url) => {
      expect(proxyFor(new URL(url), { HTTPS_PROXY: 'http://proxy.example', ALL_PROXY: 'http://x' })).toBeUndefined();
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
    expect(proxyFor(ENTRA, { HTTPS_PROXY: 'http://proxy.example', NO_PROXY })).toBeUndefined();
  });

  it.each(['', ' , ', '.', 'online.com', 'login.microsoftonline.com:8443', 'x.login.microsoftonline.com', '127.0.0.1'])(
    'is there where NO_PROXY is %j',
    (NO_PROXY) => {
      expect(proxyFor(ENTRA, { HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY })).toEqual(PROXY);
    },
  );
});
