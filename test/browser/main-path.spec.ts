import { people } from '../../tools/emulator/index.js';
import { describeService } from '../support/describe-service.js';
import { useChromium } from './chromium.js';

describeService('the main path in a browser, without JavaScript', {}, ({ service }) => {
  const chromium = useChromium();

  it('signs in, shows the profile, and signs out', async () => {
    const context = await chromium().newContext({ javaScriptEnabled: false });
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
