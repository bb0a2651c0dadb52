import type { HonestIdToken } from '../../tools/emulator/index.js';
import { problemOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { watchRequests } from '../support/watch-requests.js';

const HOUR_MS = 60 * 60_000;

describe('when Entra changes its signing keys', () => {
  const { service, emulator, clock, browser } = useService({ starts: 'for each test' });

  const signsIn = async () => (await service.browser().signIn()).headers.get('location') === '/';

  /** Has every ID token signed with the key of now, whatever becomes of it at Entra. */
  async function keepSigningWithTheKeyOfNow(): Promise<void> {
    const kept = await new Promise<HonestIdToken>((resolve, reject) => {
      emulator.tampering.idToken = (honest) => {
        resolve(honest);
        return honest.token;
      };
      service.browser().signIn().catch(reject);
    });
    emulator.tampering.idToken = ({ claims }) => kept.sign(claims, kept.header);
  }

  it('the next sign-in works, and so do many at once, with one fetch of the keys', async () => {
    expect(await signsIn()).toBe(true);
    await emulator.rotateKeys();
    const requests = watchRequests(emulator);
    expect(await Promise.all(Array.from({ length: 8 }, signsIn))).toEqual(Array(8).fill(true));
    expect(requests().filter(({ endpoint }) => endpoint === 'keys')).toHaveLength(1);
  });

  it('a key that was withdrawn is refused within the hour', async () => {
    await keepSigningWithTheKeyOfNow();
    await emulator.rotateKeys();
    // Until the documents are fetched again, nobody can know.
    expect(await signsIn()).toBe(true);

    clock.advance(HOUR_MS + 1000);
    await service.browser().get('/login');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const refused = await browser.get(await browser.walkToCallback(), { accept: JSON_ONLY });
    expect(refused.status).toBe(502);
    expect(await problemOf(refused)).toMatchObject({ code: 'id_token_rejected' });
    expect(await browser.isSignedIn()).toBe(false);
  });

  it('however many tokens name keys that nobody knows, the keys are fetched at most once in ten seconds', async () => {
    expect(await signsIn()).toBe(true);
    let forged = 0;
    emulator.tampering.idToken = (honest) =>
      honest.sign(honest.claims, { ...honest.header, kid: `made-up-${(forged += 1)}` });
    const requests = watchRequests(emulator);
    const callbacks = await Promise.all(Array.from({ length: 20 }, () => service.browser().signIn()));
    expect(new Set(callbacks.map(({ status }) => status))).toEqual(new Set([502]));
    expect(forged).toBe(20);
    expect(requests().filter(({ endpoint }) => endpoint === 'keys')).toHaveLength(1);
  });
});
