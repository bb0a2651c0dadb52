import { people } from '../../tools/emulator/index.js';
import { startService, type TestService } from '../support/service.js';
import { launchChromium, type LaunchedBrowser } from './chromium.js';

describe('the main path in a browser, without JavaScript', () => {
  let service: TestService;
  let chromium: LaunchedBrowser;

  beforeAll(async () => {
    [service, chromium] = await Promise.all([startService(), launchChromium()]);
  }, 60_000);
  afterAll(async () => {
    await chromium.close();
    await service.close();
  });

  it('signs in, shows the profile, and signs out', async () => {
    const context = await chromium.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(service.url);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: people.ordinary.displayName }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    expect(page.url()).toBe(`${service.url}/`);

    await page.getByRole('link', { name: 'Your profile' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(people.ordinary.displayName);

    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(page.url()).toBe(`${service.url}/?state=signed-out`);
    expect(await page.getByRole('status').innerText()).toBe('You are signed out.');
    await context.close();
  });
});
