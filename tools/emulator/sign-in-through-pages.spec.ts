import { people, authorizeThroughPages, signInThroughPages, startEmulator, type Emulator } from './index.js';
import { authorizeUrl, REDIRECT_URI } from './spec-support.js';

describe('signing in through the pages', () => {
  let emulator: Emulator;

  afterEach(() => emulator.close());

  it('gives what a browser would post, when a form was asked for', async () => {
    emulator = await startEmulator();
    const asked = authorizeUrl(emulator, { response_mode: 'form_post', state: `"quoted" & 'marked' <state>` });
    const { url, form } = await authorizeThroughPages(asked, people.ordinary);
    expect(url.href).toBe(REDIRECT_URI);
    expect([...(form?.keys() ?? [])].sort()).toEqual(['code', 'session_state', 'state']);
    expect(form?.get('state')).toBe(`"quoted" & 'marked' <state>`);
    await expect(signInThroughPages(asked, people.ordinary)).rejects.toThrow('response_mode=form_post');
  });

  it('gives the refusal of a form post, too', async () => {
    emulator = await startEmulator();
    const asked = authorizeUrl(emulator, { response_mode: 'form_post' });
    const { form } = await authorizeThroughPages(asked, people.ordinary, { consent: 'cancel' });
    expect(form?.get('error')).toBe('access_denied');
  });

  it('goes over TLS', async () => {
    emulator = await startEmulator({ tls: true });
    const { ca } = emulator;
    const url = await signInThroughPages(authorizeUrl(emulator), people.ordinary, { ca });
    expect(url.searchParams.get('code')).toMatch(/^1\./);
    await expect(signInThroughPages(authorizeUrl(emulator), people.ordinary)).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  it('says what a page says that leads nowhere', async () => {
    emulator = await startEmulator();
    const asked = authorizeUrl(emulator, { redirect_uri: 'http://localhost:5000/elsewhere' });
    await expect(signInThroughPages(asked, people.ordinary)).rejects.toThrow('AADSTS50011');
  });
});
