import { pageOf, problemOf } from '../support/answers.js';
import { Browser, JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { rawRequest } from '../support/raw-request.js';

describe('a service that is opened under another name than BASE_URL’s', () => {
  const { service, emulator } = useService({ starts: 'for each test' });

  const address = () =>
    `Open the service at ${service.url}: under another name, such as 127.0.0.1, the browser keeps other cookies.`;

  const warnings = () => service.logLines.filter((line) => line.includes('another host than BASE_URL'));
  const login = (headers: Record<string, string>) => rawRequest(service.url, { path: '/login', headers });

  it('says at the end of the sign-in under which name to open it', async () => {
    const browser = new Browser(service.url.replace('localhost', '127.0.0.1'));
    const callback = await browser.walkToCallback();
    expect(callback.origin).toBe(service.url);

    const response = await browser.get(callback);
    expect(response.status).toBe(400);
    const page = await pageOf(response);
    expect(page).toContain('sign_in_not_pending');
    expect(page).toContain(address());

    const withoutCookies = service.browser();
    const problem = await problemOf(await withoutCookies.get(callback, { accept: JSON_ONLY }));
    expect(problem).toMatchObject({
      code: 'sign_in_without_cookies',
      detail: expect.stringContaining(address()) as unknown,
    });
    expect(warnings()).toHaveLength(1);
  });

  it('begins the sign-in there: behind a proxy every request may have another name', async () => {
    const { status, headers } = await login({ host: 'internal.example' });
    expect(status).toBe(302);
    expect(headers.location).toMatch(new RegExp(`^${emulator.origin}/`));
    expect(headers.location).toContain(encodeURIComponent(`${service.url}/getAToken`));
  });

  it('warns once in the log, without the name', async () => {
    for (const host of ['internal.example', '127.0.0.1', 'other.example:99', 'a b']) await login({ host });
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('"level":"warn"');
    expect(service.logged()).not.toContain('internal.example');
  });

  it.each<[string, (host: string) => Record<string, string>]>([
    ['under its own name', (host) => ({ host })],
    ['under its own name in capitals', (host) => ({ host: host.toUpperCase() })],
    ['behind a proxy that tells its name', (host) => ({ host: 'internal.example', 'x-forwarded-host': host })],
    [
      'behind two proxies that tell it',
      (host) => ({ host: 'internal.example', 'x-forwarded-host': `${host}, edge.example` }),
    ],
  ])('does not warn %s', async (_how, headers) => {
    expect((await login(headers(new URL(service.url).host))).status).toBe(302);
    expect(warnings()).toEqual([]);
  });
});
