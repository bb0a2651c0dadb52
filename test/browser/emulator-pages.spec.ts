import { mkdir } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { type Emulator, type Person, people, signInThroughPages, startEmulator } from '../../tools/emulator/index.js';
import { authorizeUrl } from '../../tools/emulator/spec-support.js';
import { useChromium } from './chromium.js';
import { accessibilityViolations, LOOKS, SCREENSHOTS, violationsOf } from './inspection.js';
import { Visitor } from './visitor.js';

/** The accessibility check of a long page takes its time on a busy machine. */
const ENOUGH_MS = 60_000;
const chromium = useChromium();
let emulator: Emulator;

beforeAll(() => mkdir(SCREENSHOTS, { recursive: true }));
beforeEach(async () => {
  emulator = await startEmulator({
    apps: [{ clientId: 'aaaaaaaa-0000-4000-8000-000000000003', displayName: 'Command line', allowPublicClient: true }],
  });
});
afterEach(() => emulator.close());

const heading = (visitor: Visitor, name: string) =>
  visitor.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const press = (visitor: Visitor, name: string) => visitor.page.getByRole('button', { name, exact: true }).click();
const pick = (visitor: Visitor, { displayName }: Person) =>
  visitor.page.getByRole('button', { name: displayName }).click();

async function deviceCode(): Promise<string> {
  const answer = await fetch(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/devicecode`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'aaaaaaaa-0000-4000-8000-000000000003', scope: 'openid User.Read' }),
  });
  return ((await answer.json()) as { user_code: string }).user_code;
}

/** As after an hour of work. */
async function makeBusy(): Promise<void> {
  const crowd = [people.markup, people.longName, people.rightToLeft, people.accents, people.admin, people.ordinary];
  for (const person of crowd) await signInThroughPages(authorizeUrl(emulator), person);
  const token = `${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/token`;
  await Promise.all(Array.from({ length: 60 }, () => fetch(token, { method: 'POST' })));
  emulator.faults.set('graph-503', true, 2);
  emulator.refuse({ code: 50076 });
}

describe.each(LOOKS)('the pages of the emulator, %s', (look, options) => {
  let visitor: Visitor;
  beforeEach(async () => {
    visitor = await Visitor.open(chromium(), emulator.origin, options);
  });
  afterEach(() => visitor.close());

  /** A picture, and what a machine can find: accessibility, HTML, width, console and CSP. */
  const inspect = async (name: string, expectedComplaints: RegExp[] = []) => {
    const { page, complaints } = visitor;
    await page.screenshot({ path: `${SCREENSHOTS}/emulator-${name}-${look}.png`, fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    if (look !== 'phone') expect(await accessibilityViolations(page, look)).toEqual([]);
    // Many of them answer a POST: what the browser holds has to do.
    expect(await violationsOf(await page.content())).toEqual([]);
    expect(await page.getByText('Local emulator').first().isVisible()).toBe(true);
    expect(complaints.filter((text) => !expectedComplaints.some((known) => known.test(text)))).toEqual([]);
    complaints.length = 0;
  };

  it(
    'signing in: picker, consent, and a refusal from which somebody else gets on',
    async () => {
      await visitor.page.goto(authorizeUrl(emulator).href);
      await inspect('picker');
      await pick(visitor, people.otherTenant);
      await inspect('refusal', [/400/]);
      await press(visitor, 'Sign in with another account');
      await pick(visitor, people.rightToLeft);
      await heading(visitor, 'Permissions requested');
      await inspect('consent');
      await press(visitor, 'Use another account');
      await pick(visitor, people.admin);
      await heading(visitor, 'Permissions requested');
      await inspect('consent-administrator');
    },
    ENOUGH_MS,
  );

  it(
    'refusals that name no application',
    async () => {
      await visitor.page.goto(authorizeUrl(emulator, { redirect_uri: 'http://localhost:5000/elsewhere' }).href);
      await inspect('error', [/400/]);
      await visitor.goto('/error?code=50076');
      await inspect('error-code');
    },
    ENOUGH_MS,
  );

  it(
    'device code',
    async () => {
      await visitor.goto('/devicelogin');
      await inspect('device');
      await visitor.page.getByRole('textbox').fill('NO CODE');
      await press(visitor, 'Next');
      await inspect('device-wrong', [/400/]);
      await visitor.page.getByRole('textbox').fill(await deviceCode());
      await press(visitor, 'Next');
      await pick(visitor, people.ordinary);
      await press(visitor, 'Accept');
      await heading(visitor, 'You have signed in to Command line');
      await inspect('device-done');
    },
    ENOUGH_MS,
  );

  it(
    'admin consent and sign-out',
    async () => {
      const query = new URLSearchParams({
        client_id: emulator.app.clientId,
        redirect_uri: String(emulator.app.redirectUris[0]),
        scope: 'https://graph.microsoft.com/User.Read.All',
      });
      await visitor.goto(`/${emulator.tenantId}/v2.0/adminconsent?${query.toString()}`);
      await pick(visitor, people.admin);
      await heading(visitor, 'Permissions requested');
      await inspect('admin-consent');
      await visitor.goto(`/${emulator.tenantId}/oauth2/v2.0/logout`);
      await inspect('sign-out');
      await pick(visitor, people.admin);
      await heading(visitor, 'You signed out of your account');
      await inspect('signed-out');
    },
    ENOUGH_MS,
  );

  it(
    'the control page when nothing happened yet',
    async () => {
      await visitor.goto('/');
      await inspect('control-idle');
    },
    ENOUGH_MS,
  );

  it(
    'the control page after an hour of work',
    async () => {
      await makeBusy();
      await visitor.goto('/');
      await inspect('control');
      const height = Number(await visitor.page.evaluate('document.documentElement.scrollHeight'));
      if (look === 'phone') expect(height).toBeLessThanOrEqual(3 * 740);
    },
    ENOUGH_MS,
  );

  it(
    'the control page unfolded',
    async () => {
      await makeBusy();
      await visitor.goto('/');
      for (const fold of await visitor.page.locator('summary').all()) await fold.click();
      await inspect('control-unfolded');
    },
    ENOUGH_MS,
  );
});

describe('the control page as people use it, without a script', () => {
  let visitor: Visitor;
  beforeEach(async () => {
    const viewport = { width: 360, height: 740 };
    visitor = await Visitor.open(chromium(), emulator.origin, { viewport, javaScriptEnabled: false });
    await visitor.goto('/');
  });
  afterEach(() => visitor.close());

  const unfold = (title: string) => visitor.page.locator('summary', { hasText: title }).click();
  const isInView = async (locator: Locator) => {
    const box = await locator.boundingBox();
    return box !== null && box.y >= 0 && box.y + box.height <= 740;
  };

  it('comes back to the switch that was pressed, and switches it off at the top', async () => {
    const { page } = visitor;
    await unfold('Token endpoint');
    const fault = page.getByRole('button', { name: 'token-wrong-type', exact: true });
    await fault.click();
    expect(await fault.getAttribute('aria-pressed')).toBe('true');
    expect(await isInView(fault)).toBe(true);
    expect(emulator.faults.list()).toEqual(['token-wrong-type']);
    const off = page.getByRole('button', { name: 'Switch off token-wrong-type' });
    await off.click();
    await page.getByText('No fault is on.').waitFor();
    expect(emulator.faults.list()).toEqual([]);
  });

  it('leads from what is on to its place', async () => {
    const { page } = visitor;
    emulator.refuse({ code: 53003, times: 3 });
    await visitor.goto('/');
    await page.getByRole('link', { name: 'token-refused' }).click();
    const chosen = page.getByRole('combobox', { name: 'Error' });
    expect(await isInView(chosen)).toBe(true);
    expect(await chosen.inputValue()).toBe('53003');
    await chosen.selectOption('50057');
    await press(visitor, 'Choose');
    await page.getByText('AADSTS50057 invalid_grant, for 3 more requests').waitFor();
    expect(emulator.faults.refusal).toBe(50057);
  });

  it.each([
    ['Revoke sessions', 'Everybody: 0 refresh tokens revoked, 0 sessions ended.'],
    ['Rotate keys', 'Tokens are signed with the key'],
    ['Put forward + 1 hour', 'The clock was put forward by 1 hour.'],
  ])('%s: says what that did, where one looks', async (button, sentence) => {
    await press(visitor, button);
    const notice = visitor.page.getByRole('status');
    expect(await notice.innerText()).toContain(sentence);
    expect(await isInView(notice)).toBe(true);
  });
});
