import { mkdir } from 'node:fs/promises';
import { type Person, people } from '../../tools/emulator/index.js';
import { useService } from '../support/describe-service.js';
import { useChromium } from './chromium.js';
import { accessibilityViolations, LOOKS, SCREENSHOTS, violationsOf } from './inspection.js';
import { Visitor } from './visitor.js';

/** Of the page as the server sends it: the same request again, with the same cookies. */
async function htmlViolations({ page, context }: Visitor): Promise<string[]> {
  const response = await context.request.get(page.url(), {
    headers: { accept: 'text/html' },
    maxRedirects: 0,
  });
  return violationsOf(await response.text());
}

const { service, emulator } = useService();
const chromium = useChromium();

beforeAll(() => mkdir(SCREENSHOTS, { recursive: true }));

describe.each(LOOKS)('the pages, %s', (look, options) => {
  /** Keeps a screenshot and looks for what a machine can find: accessibility, HTML, width, console and CSP. */
  const inspect = async (
    visitor: Visitor,
    name: string,
    expectedComplaints: RegExp[] = [],
    html = () => htmlViolations(visitor),
  ) => {
    const { page, complaints } = visitor;
    await page.waitForLoadState('load');
    await page.screenshot({ path: `${SCREENSHOTS}/${name}-${look}.png`, fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(complaints.filter((text) => !expectedComplaints.some((known) => known.test(text)))).toEqual([]);
    complaints.length = 0;
    if (look !== 'phone') expect(await accessibilityViolations(page, look)).toEqual([]);
    if (look === 'light') expect(await html()).toEqual([]);
  };

  const visit = async (work: (visitor: Visitor) => Promise<void>) => {
    const visitor = await Visitor.open(chromium(), service.url, options);
    try {
      await work(visitor);
    } finally {
      await visitor.close();
    }
  };

  it('home, sign-out confirmation, signed-out notice', () =>
    visit(async (visitor) => {
      await visitor.goto('/');
      await inspect(visitor, 'home');
      await visitor.goto('/logout');
      await inspect(visitor, 'logout-nobody');
      await visitor.signIn(people.ordinary);
      await inspect(visitor, 'home-signed-in');
      await visitor.goto('/logout');
      await inspect(visitor, 'logout');
      await visitor.page.getByRole('button', { name: 'Sign out' }).click();
      await inspect(visitor, 'signed-out');
    }));

  it.each<[string, Person]>([
    ['profile', people.ordinary],
    ['profile-admin', people.admin],
    ['profile-no-photo', people.noPhoto],
    ['profile-long-name', people.longName],
    ['profile-accents', people.accents],
    ['profile-right-to-left', people.rightToLeft],
    ['profile-markup', people.markup],
  ])('%s', (name, person) =>
    visit(async (visitor) => {
      await visitor.signIn(person);
      const photo = visitor.page.waitForResponse(`${service.url}/profile/photo`);
      await visitor.goto('/profile');
      expect((await photo).status()).toBe(person.photo ? 200 : 404);
      expect(await visitor.heading()).toBe(person.displayName);
      // The browser notes where there is no photo; the initials stand in its place.
      await inspect(visitor, name, person.photo ? [] : [/404/]);
    }),
  );

  it('errors: what the person can do comes first', () =>
    visit(async (visitor) => {
      expect(await visitor.goto('/getAToken')).toBe(400);
      await inspect(visitor, 'error-callback', [/400/]);
      expect(await visitor.goto('/nothing-here')).toBe(404);
      await inspect(visitor, 'error-not-found', [/404/]);
      await visitor.goto('/login?prompt=consent');
      await visitor.page.getByRole('button', { name: people.ordinary.displayName }).click();
      await visitor.page.getByRole('button', { name: 'Decline' }).click();
      await inspect(visitor, 'error-declined', [/403/]);
    }));

  it('answers to a request for an administrator’s permissions', () =>
    visit(async (visitor) => {
      expect(await visitor.goto('/getAToken?admin_consent=True&tenant=x')).toBe(200);
      await inspect(visitor, 'admin-consent');
      expect(await visitor.goto('/getAToken?admin_consent=True&error=access_denied')).toBe(403);
      await inspect(visitor, 'error-admin-consent', [/403/]);
    }));

  it.each([
    ['administrator', 'interaction_required', 'AADSTS50105', 401, 'For your administrator'],
    ['developer', 'unauthorized_client', 'AADSTS700016', 403, 'For the team that runs this service'],
    ['person', 'interaction_required', 'AADSTS65001', 401, undefined],
    ['unknown', 'invalid_request', 'AADSTS123456789', 403, 'For your administrator'],
  ])('errors: what Entra’s code means, for whom: %s', (name, error, aadsts, status, heading) =>
    visit(async (visitor) => {
      const { page } = visitor;
      await visitor.goto('/login');
      const query = new URLSearchParams({
        state: new URL(page.url()).searchParams.get('state') ?? '',
        error,
        error_description: [
          `${aadsts}: What Microsoft says of it, in a sentence that is about as long as most of theirs are.`,
          'Trace ID: 11111111-aaaa-4bbb-8ccc-000000000001',
          'Correlation ID: 22222222-aaaa-4bbb-8ccc-000000000002',
          'Timestamp: 2026-01-15 12:00:00Z',
        ].join(' '),
      });
      expect(await visitor.goto(`/getAToken?${query.toString()}`)).toBe(status);
      expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(heading ? [heading] : []);
      const lookUp = page.getByRole('link', { name: 'Look it up at Microsoft' });
      expect(await lookUp.count()).toBe(name === 'unknown' ? 1 : 0);
      // The sign-in is over: the same request again would be answered with another page.
      const html = async () => violationsOf(await page.content());
      await inspect(visitor, `error-aadsts-${name}`, [/40[13]/], html);
    }),
  );

  it('errors: the third sign-in that fails within a minute, and the fourth', () =>
    visit(async (visitor) => {
      const { page } = visitor;
      emulator.faults.set('token-503', true);
      for (const _round of [1, 2, 3]) {
        await visitor.goto('/login');
        // Entra knows the person from the first round on.
        if (page.url().startsWith(emulator.origin)) await visitor.pick(people.ordinary);
      }
      emulator.faults.clear();
      expect(await page.getByText('third sign-in within a minute').isVisible()).toBe(true);
      await inspect(visitor, 'error-third-round', [/503/], async () => violationsOf(await page.content()));
      expect(await visitor.goto('/login')).toBe(429);
      await inspect(visitor, 'error-loop', [/429/]);
    }));
});
