import { sessionCookiesOf } from '../support/answers.js';
import { startService, type TestService } from '../support/service.js';

describe('a callback that the browser sends twice at once', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  it('signs in once, with one redemption, whichever answer is shown', async () => {
    const browser = service.browser();
    const callback = await browser.walkToCallback(undefined, { query: '?returnTo=/profile' });
    const answers = await Promise.all([browser.get(callback), browser.get(callback)]);
    for (const answer of answers) expect(answer.headers.get('location')).toBe('/profile');
    const [first, second] = answers.map(sessionCookiesOf);
    expect(first).toHaveLength(1);
    expect(second).toEqual(first);
    expect(service.emulator.requests.filter(({ grantType }) => grantType === 'authorization_code')).toHaveLength(1);
    expect((await browser.json('/profile')).status).toBe(200);
  });
});
