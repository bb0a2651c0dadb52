import { type FaultName, people } from '../../tools/emulator/index.js';
import { useService } from '../support/describe-service.js';
import { useChromium } from './chromium.js';
import { Visitor } from './visitor.js';

const DOCUMENT_FAULTS = [
  'discovery-html',
  'discovery-503',
  'discovery-hang',
  'keys-html',
  'keys-503',
  'keys-empty',
] as const;
const SHORT = { discoveryMs: 500, tokenMs: 500, graphTryMs: 500, graphMs: 1000 };

describe('what a person sees of each fault that the control page switches on', () => {
  const { service, emulator, start } = useService({ starts: 'for each test', deadlines: SHORT });
  const chromium = useChromium();
  let visitor: Visitor;

  beforeEach(async () => {
    visitor = await Visitor.open(chromium(), service.url);
  });
  afterEach(() => visitor.close());

  const toggle = async (fault: FaultName, page = visitor.page, { origin } = emulator) => {
    await page.goto(origin);
    const fold = page.locator('details', { has: page.locator(`#${fault}`) });
    await fold.locator('summary').click();
    await fold.getByRole('button', { name: fault, exact: true }).click();
  };
  const untilLoaded = async () => {
    while ((await fetch(`${service.url}/readyz`)).status !== 200) await new Promise((done) => setTimeout(done, 50));
  };

  it.each<[FaultName, string]>([
    ['token-503', 'Microsoft Entra ID is not available'],
    ['token-hang', 'Microsoft Entra ID did not answer in time'],
    ['token-expired-secret', 'The service can’t prove itself to Microsoft'],
    ['authorize-declined', 'You did not accept'],
  ])('%s while signing in: %s, and a way on', async (fault, title) => {
    await toggle(fault);
    await visitor.goto('/login?returnTo=/profile');
    if (fault !== 'authorize-declined') await visitor.pick(people.ordinary);
    expect(await visitor.heading()).toBe(title);

    await toggle(fault);
    await visitor.goto('/login?returnTo=/profile');
    if (visitor.page.url().startsWith(emulator.origin)) await visitor.pick(people.ordinary);
    expect(await visitor.heading()).toBe(people.ordinary.displayName);
  });

  it.each<[FaultName, string]>([
    ['graph-429', 'Microsoft Graph is busy'],
    ['graph-503', 'Microsoft Graph is not available'],
    ['graph-hang', 'Microsoft Graph did not answer in time'],
  ])('%s at the profile: %s, still signed in, and trying again works', async (fault, title) => {
    await visitor.signIn(people.ordinary);
    await toggle(fault);
    await visitor.goto('/profile');
    expect(await visitor.heading()).toBe(title);
    expect(await visitor.page.getByText('You are still signed in.').isVisible()).toBe(true);

    emulator.faults.clear();
    await visitor.page.getByRole('link', { name: 'Try again' }).click();
    expect(await visitor.heading()).toBe(people.ordinary.displayName);
  });

  it.each(DOCUMENT_FAULTS)('%s once the service is warm: nothing', async (fault) => {
    await untilLoaded();
    await toggle(fault);
    await visitor.signIn(people.ordinary);
    expect(await visitor.heading()).toContain(people.ordinary.displayName);
  });

  it.each(DOCUMENT_FAULTS)(
    '%s when the service starts: a page, and its own way on once it has passed',
    async (fault) => {
      const cold = await start({ deadlines: SHORT, faults: [fault] });
      const early = await Visitor.open(chromium(), cold.url);
      await early.goto('/login?returnTo=/profile');
      expect(await early.heading()).toBe('Signing in is not possible yet');

      await toggle(fault, await early.context.newPage(), cold.emulator);
      cold.clock.advance(2000);
      await early.page.getByRole('link', { name: 'Try again' }).click();
      await early.pick(people.ordinary);
      expect(await early.heading()).toBe(people.ordinary.displayName);
      await early.close();
    },
  );

  it('a key rollover: nothing', async () => {
    await untilLoaded();
    await visitor.page.goto(emulator.origin);
    await visitor.page.getByRole('button', { name: 'Rotate keys' }).click();
    await visitor.signIn(people.ordinary);
    expect(await visitor.heading()).toContain(people.ordinary.displayName);
  });
});
