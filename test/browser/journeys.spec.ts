import { people } from '../../tools/emulator/index.js';
import { describeService } from '../support/describe-service.js';
import { useChromium } from './chromium.js';
import { Visitor } from './visitor.js';

const { ordinary, admin } = people;

describeService('a person with a browser', {}, ({ service, emulator }) => {
  const chromium = useChromium();
  let visitor: Visitor;

  beforeEach(async () => {
    visitor = await Visitor.open(chromium(), service.url);
  });
  afterEach(() => visitor.close());

  const signedInAs = async (by: Visitor = visitor) => {
    await by.goto('/');
    return by.heading();
  };

  it('declines, is told so, and can sign in after all', async () => {
    await visitor.goto('/login?prompt=consent');
    await visitor.page.getByRole('button', { name: ordinary.displayName }).click();
    await visitor.page.getByRole('button', { name: 'Decline' }).click();
    expect(await visitor.heading()).toBe('You did not accept');
    expect(await visitor.page.getByText('AADSTS65004').isVisible()).toBe(true);

    await visitor.page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await visitor.page.getByRole('button', { name: 'Accept' }).click();
    expect(await signedInAs()).toContain(ordinary.displayName);
  });

  it('cancels, and is left as before', async () => {
    await visitor.goto('/login');
    await visitor.page.getByRole('button', { name: 'Cancel' }).click();
    expect(await visitor.heading()).toBe('You cancelled the sign-in');
    await visitor.page.getByRole('link', { name: 'Home', exact: true }).click();
    expect(await visitor.heading()).toBe('Welcome');
  });

  it.each([
    ['in the order of opening', [0, 1]],
    ['in the other order', [1, 0]],
  ])('finishes two tabs %s', async (_order, order) => {
    const tabs = [visitor.page, await visitor.context.newPage()];
    for (const tab of tabs) await visitor.goto('/login?returnTo=/profile', tab);
    for (const index of order) {
      const tab = tabs[index] ?? visitor.page;
      await visitor.pick(ordinary, tab);
      expect(tab.url()).toBe(`${service.url}/profile`);
      expect(await visitor.heading(tab)).toBe(ordinary.displayName);
    }
  });

  it('goes back after signing in and stays signed in', async () => {
    await visitor.signIn(ordinary);
    await visitor.page.goBack();
    expect(await signedInAs()).toContain(ordinary.displayName);
  });

  it('goes back after signing out and sees nothing of the profile', async () => {
    await visitor.signIn(ordinary);
    await visitor.page.getByRole('link', { name: 'Your profile' }).click();
    await visitor.page.getByRole('button', { name: 'Sign out' }).click();
    expect(await visitor.heading()).toBe('Welcome');
    await visitor.page.goBack();
    await visitor.page.waitForURL((url) => url.origin === emulator.origin);
    expect(await visitor.page.getByText('Object ID').count()).toBe(0);
  });

  it('opens the callback again: home when signed in, an explanation when not', async () => {
    const callbacks: string[] = [];
    visitor.page.on('request', (request) => {
      if (request.url().includes('/getAToken')) callbacks.push(request.url());
    });
    await visitor.signIn(ordinary);
    const callback = callbacks[0] ?? '';
    await visitor.page.goto(callback);
    expect(visitor.page.url()).toBe(`${service.url}/`);
    expect(await visitor.heading()).toContain(ordinary.displayName);

    const stranger = await Visitor.open(chromium(), service.url);
    expect((await stranger.page.goto(callback))?.status()).toBe(400);
    expect(await stranger.heading()).toBe('This browser has no cookies of this service');
    await stranger.page.reload();
    expect(await stranger.heading()).toBe('This browser has no cookies of this service');
    await stranger.close();
  });

  it('signs out, and the other tab asks to sign in again', async () => {
    await visitor.signIn(ordinary);
    const other = await visitor.context.newPage();
    await visitor.goto('/profile', other);
    await visitor.page.getByRole('button', { name: 'Sign out' }).click();
    await other.reload();
    expect(new URL(other.url()).origin).toBe(emulator.origin);
  });

  it('comes back to a session that was ended elsewhere', async () => {
    await visitor.signIn(ordinary);
    const elsewhere = await Visitor.open(chromium(), service.url, {
      storageState: await visitor.context.storageState(),
    });
    await elsewhere.goto('/logout');
    await elsewhere.page.getByRole('button', { name: 'Sign out' }).click();
    await elsewhere.close();
    await visitor.goto('/profile');
    expect(new URL(visitor.page.url()).origin).toBe(emulator.origin);
    await visitor.goto('/');
    expect(await visitor.heading()).toBe('Welcome');
  });

  it('is told about cookies when they are blocked', async () => {
    await visitor.goto('/login');
    await visitor.context.clearCookies({ name: /^sign-in/ });
    await visitor.pick(ordinary);
    expect(await visitor.heading()).toBe('This sign-in is not open in this browser');
    expect(await visitor.page.getByText('cookies are blocked').isVisible()).toBe(true);
  });

  it('signs in as another person while signed in', async () => {
    await visitor.signIn(ordinary);
    await visitor.goto('/login?prompt=select_account&returnTo=/profile');
    await visitor.pick(admin);
    expect(await visitor.heading()).toBe(admin.displayName);
    expect(await visitor.page.getByRole('list', { name: 'Roles' }).innerText()).toBe('Admin');
  });

  it('ends the sessions of all browsers from one of them', async () => {
    const elsewhere = await Visitor.open(chromium(), service.url);
    await elsewhere.signIn(ordinary);
    await visitor.signIn(ordinary);
    await visitor.goto('/logout');
    await visitor.page.getByRole('button', { name: 'End all sessions' }).click();
    expect(await visitor.heading()).toBe('Welcome');
    await elsewhere.goto('/');
    expect(await elsewhere.heading()).toBe('Welcome');
    await elsewhere.close();
  });
});
