import { people, signInThroughPages } from '../../tools/emulator/index.js';
import { createLoopbackCertificate } from '../../tools/certificates/loopback-certificate.js';
import { startTlsProxy, type TlsProxy } from '../../tools/faults/tls-proxy.js';
import { problemOf } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { ConnectProxy } from '../support/connect-proxy.js';
import { useService } from '../support/describe-service.js';
import { trust } from '../support/trust.js';
import type { ServiceOptions } from '../support/service.js';

/** No name server knows it: nothing gets there but through the proxy. */
const HOST = 'login.entra.invalid';
const VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]);

describe('with a proxy in the environment', () => {
  let distrust: () => void;
  let tls: TlsProxy;
  let proxy: ConnectProxy;
  let proxyOrigin: string;
  const { service, emulator, clock, browser, start } = useService({ starts: 'when asked' });
  const environment = VARIABLES.map((name) => [name, process.env[name]] as const);

  function set(variables: Record<string, string>): void {
    for (const name of VARIABLES) delete process.env[name];
    Object.assign(process.env, variables);
  }

  beforeAll(async () => {
    const made = await createLoopbackCertificate([HOST]);
    distrust = trust(made.ca);
    tls = await startTlsProxy(made);
  });
  afterAll(async () => {
    distrust();
    await tls.close();
  });

  beforeEach(async () => {
    proxy = await ConnectProxy.start(tls.port);
    proxyOrigin = `http://127.0.0.1:${proxy.port}`;
  });
  afterEach(() => {
    proxy.close();
    set(Object.fromEntries(environment.filter((entry): entry is [string, string] => entry[1] !== undefined)));
  });

  /** The service, whose Entra and Graph are at `origin`, or at the emulator's own address. */
  async function serve(origin?: string, deadlines: ServiceOptions['deadlines'] = {}): Promise<void> {
    await start({ emulator: origin === undefined ? {} : { publicOrigin: origin }, deadlines });
    tls.forwardTo(emulator.port);
    // The first fetch, at the start, came before there was anybody to forward to.
    await browser.get('/login');
    clock.advance(1100);
  }

  /** The person's browser needs no proxy: it finds the emulator at its own address. */
  async function signIn(): Promise<Browser> {
    const browser = service.browser();
    const location = (await browser.get('/login')).headers.get('location') ?? '';
    const direct = location.replace(emulator.origin, `http://localhost:${emulator.port}`);
    await browser.get(await signInThroughPages(direct, people.ordinary));
    return browser;
  }

  const profile = (browser: Browser) => browser.get('/profile', { accept: JSON_ONLY });
  const lastOutage = (message: string) => service.logRecords().findLast(({ msg }) => msg === message)?.['err'];

  it('calls to Entra and Graph go through it in tunnels, with its credentials, which are in no log', async () => {
    set({ HTTPS_PROXY: proxyOrigin.replace('//', '//the-user:pass%40word@') });
    await serve(`https://${HOST}`);
    const browser = await signIn();
    expect((await profile(browser)).status).toBe(200);
    expect(new Set(proxy.tunnels)).toEqual(new Set([`${HOST}:443`]));
    const basic = `Basic ${Buffer.from('the-user:pass@word').toString('base64')}`;
    expect(new Set(proxy.credentials)).toEqual(new Set([basic]));
    expect(proxy.plain).toEqual([]);
    expect(tls.requests).toContain('GET /v1.0/me');

    proxy.close();
    expect((await profile(browser)).status).toBe(502);
    expect(lastOutage('request failed')).toMatchObject({ reason: 'ECONNREFUSED', proxy: proxyOrigin });
    expect(service.logged()).not.toMatch(/the-user|pass%40word|pass@word/);
  });

  it.each(['http', 'https'])('calls to this machine by %s go straight there', async (scheme) => {
    set({ HTTP_PROXY: proxyOrigin, HTTPS_PROXY: proxyOrigin, ALL_PROXY: proxyOrigin });
    await serve(scheme === 'https' ? `https://localhost:${tls.port}` : undefined);
    expect((await profile(await signIn())).status).toBe(200);
    expect([proxy.plain, proxy.tunnels]).toEqual([[], []]);
  });

  it('NO_PROXY is honoured, and the log names no proxy then', async () => {
    set({ HTTPS_PROXY: proxyOrigin, NO_PROXY: 'other.example, .entra.invalid' });
    await serve(`https://${HOST}`);
    expect((await browser.get('/login')).status).toBe(503);
    expect(proxy.tunnels).toEqual([]);
    expect(JSON.stringify(lastOutage('could not load discovery and keys from Entra'))).not.toContain('proxy');
  });

  it.each([
    [407, 'PROXY_407', 'entra_unreachable'],
    [403, 'PROXY_403', 'entra_unreachable'],
    [0, 'ERR_CANCELED', 'entra_timeout'],
  ])('that answers %i, the log says so and names it', async (status, reason, errorCode) => {
    set({ HTTPS_PROXY: proxyOrigin });
    proxy.status = status;
    await serve(`https://${HOST}`, { discoveryMs: 400 });
    expect((await browser.get('/login')).status).toBe(503);
    expect(lastOutage('could not load discovery and keys from Entra')).toMatchObject({
      errorCode,
      reason,
      proxy: proxyOrigin,
    });
  });

  it.each([401, 403, 404, 429, 503])(
    'that answers %i in place of Graph, that is not taken for what Graph says',
    async (status) => {
      set({ HTTPS_PROXY: proxyOrigin });
      await serve(`https://${HOST}`);
      const browser = await signIn();
      proxy.status = status;
      const asked = proxy.tunnels.length;
      const answer = await profile(browser);
      expect(answer.status).toBe(502);
      expect(await problemOf(answer)).toMatchObject({ code: 'graph_unreachable' });
      expect(lastOutage('request failed')).toMatchObject({ reason: `PROXY_${status}`, proxy: proxyOrigin });
      expect(proxy.tunnels.length - asked).toBe(1);
    },
  );
});
