import { CookieJar } from 'tough-cookie';
import { definePerson, people, startEmulator, type Emulator } from './index.js';
import { fieldsOf } from './read-page.js';
import { authorizeUrl, open } from './spec-support.js';

describe('the account picker', () => {
  let emulator: Emulator;

  afterEach(() => emulator.close());

  it('has the scenario that each person stands for beside the name, and no markup of either', async () => {
    const scenario = '<b>Anna & co</b>';
    emulator = await startEmulator({
      people: [
        people.markup,
        definePerson({ key: scenario, displayName: 'Anna', userPrincipalName: 'anna@a.example' }),
      ],
    });
    const { html } = await open(authorizeUrl(emulator));
    const tags = [...html.matchAll(/<span class="tag">(.*)<\/span>/g)].map(([, tag]) => tag);
    expect(tags).toEqual(['markup', '&lt;b&gt;Anna &amp; co&lt;/b&gt;']);
    expect(html).not.toMatch(/<b>|<script/);
  });

  it('is a button away on the consent page, and the request goes on with whoever is picked there', async () => {
    emulator = await startEmulator();
    const jar = new CookieJar();
    const press = (html: string, action: string, [name, value]: [string, string]) =>
      open(`${emulator.origin}/${emulator.tenantId}/emulator/${action}`, {
        jar,
        method: 'POST',
        body: new URLSearchParams([...fieldsOf(html), [name, value]]),
      });
    const picker = await open(authorizeUrl(emulator), { jar });
    const consent = await press(picker.html, 'sign-in', ['person', people.ordinary.oid]);
    expect(consent.html).toContain(`formaction="/${emulator.tenantId}/emulator/sign-in">Use another account`);
    const again = await press(consent.html, 'sign-in', ['answer', 'another']);
    expect(again.html).toContain('Pick an account');
    const second = await press(again.html, 'sign-in', ['person', people.admin.oid]);
    expect(second.html).toContain('Signed in as <bdi>Ada Admin</bdi>');
    const { location } = await press(second.html, 'consent', ['answer', 'accept']);
    expect(location?.searchParams.get('state')).toBe('the-state');
    expect(emulator.requests.at(-1)?.summary).toBe('code for admin');
    expect(emulator.sessions.map(({ person }) => person.key)).toEqual(['admin']);
  });
});
