import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pageOf, problemOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';

describe('discovery that Entra refuses', () => {
  const { service, emulator, clock, browser, start } = useService({ starts: 'when asked' });
  let entra: Server | undefined;
  afterEach(() => {
    entra?.close();
    entra = undefined;
  });

  async function startWith(env: Record<string, string>): Promise<void> {
    await start({ env });
    // The first fetch is under way since the start: this waits for it.
    await browser.get('/login');
  }

  /** Another authority, which says this and nothing else. */
  async function refuseBy(status: number, answer: object): Promise<void> {
    entra = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => entra?.listen(0, '127.0.0.1', resolve));
    const { port } = entra.address() as AddressInfo;
    await startWith({ CLOUD_INSTANCE: `http://127.0.0.1:${port}` });
  }

  const signingKeys = async () => {
    const { status, body } = await service.browser().json('/readyz');
    expect(status).toBe(503);
    return (body['error'] as Record<string, unknown>)['signingKeys'];
  };
  const lastWarning = () =>
    service.logRecords().findLast(({ msg }) => String(msg).startsWith('Entra refuses discovery'));

  it('because it knows no such tenant is said so on the page, by the probe and in the log', async () => {
    await startWith({ TENANT_ID: randomUUID() });
    const page = await service.browser().get('/login');
    expect(page.status).toBe(503);
    const text = await pageOf(page);
    expect(text).toContain('Microsoft does not know the organisation of this service');
    expect(text).toContain('TENANT_ID');
    expect(text).toContain('AADSTS90002');
    expect(text).not.toMatch(/keeps trying/);

    const problem = await service.browser().get('/login', { accept: JSON_ONLY });
    expect(problem.status).toBe(503);
    expect(await problemOf(problem)).toMatchObject({
      code: 'tenant_not_found',
      mender: 'developer',
      aadsts: 'AADSTS90002',
      detail: expect.stringContaining('TENANT_ID') as unknown,
    });

    expect(await signingKeys()).toEqual({
      status: 'down',
      code: 'tenant_not_found',
      aadsts: 'AADSTS90002',
      message: expect.stringContaining('TENANT_ID') as unknown,
    });
    expect(lastWarning()).toMatchObject({
      level: 'warn',
      msg: expect.stringContaining('TENANT_ID') as unknown,
      err: { errorCode: 'tenant_not_found', entra: { aadsts: 'AADSTS90002' } },
    });
  });

  it.each<[string, object]>([
    ['invalid_tenant without a number', { error: 'invalid_tenant' }],
    ['invalid_request with the number', { error: 'invalid_request', error_codes: [90002] }],
    [
      'invalid_request with the number in its sentence',
      { error: 'invalid_request', error_description: "AADSTS90002: Tenant 'x' not found." },
    ],
  ])('as %s is a tenant that it does not know', async (_form, answer) => {
    await refuseBy(400, answer);
    expect(await signingKeys()).toMatchObject({ code: 'tenant_not_found' });
  });

  it('for another reason is no outage either, and its number is in the log', async () => {
    await refuseBy(400, { error: 'invalid_request', error_codes: [900561], error_description: 'Sorry.' });
    const problem = await browser.get('/login', { accept: JSON_ONLY });
    expect(problem.status).toBe(503);
    expect(await problemOf(problem)).toMatchObject({ code: 'discovery_refused', aadsts: 'AADSTS900561' });
    expect(await signingKeys()).toMatchObject({ code: 'discovery_refused', aadsts: 'AADSTS900561' });
    expect(lastWarning()).toMatchObject({
      err: { errorCode: 'discovery_refused', error: 'invalid_request', entra: { aadsts: 'AADSTS900561' } },
    });
  });

  it.each<[string, number, object]>([
    ['that it is busy', 400, { error: 'temporarily_unavailable' }],
    ['nothing that we know', 400, { message: 'no' }],
  ])('by saying %s is an outage', async (_what, status, answer) => {
    await refuseBy(status, answer);
    const problem = await browser.get('/login', { accept: JSON_ONLY });
    expect(await problemOf(problem)).toMatchObject({ code: 'entra_not_loaded' });
  });

  it('ends when the tenant is there', async () => {
    await refuseBy(400, { error: 'invalid_tenant' });
    expect(await signingKeys()).toMatchObject({ code: 'tenant_not_found' });
    entra?.removeAllListeners('request').on('request', (request, response) => {
      void fetch(emulator.origin + request.url).then(async (answer) => {
        response.end((await answer.text()).replaceAll(emulator.origin, service.configuration.entra.cloudInstance));
      });
    });
    clock.advance(1100);
    expect((await service.browser().get('/login')).status).toBe(302);
    expect((await service.browser().json('/readyz')).status).toBe(200);
  });
});
