import { sessionCookiesOf } from '../support/answers.js';
import { describeService } from '../support/describe-service.js';

describeService('a callback that the browser sends twice at once', {}, ({ emulator, browser }) => {
  it('signs in once, with one redemption, whichever answer is shown', async () => {
    const callback = await browser.walkToCallback(undefined, { query: '?returnTo=/profile' });
    const answers = await Promise.all([browser.get(callback), browser.get(callback)]);
    for (const answer of answers) expect(answer.headers.get('location')).toBe('/profile');
    const [first, second] = answers.map(sessionCookiesOf);
    expect(first).toHaveLength(1);
    expect(second).toEqual(first);
    expect(emulator.requests.filter(({ grantType }) => grantType === 'authorization_code')).toHaveLength(1);
    expect((await browser.json('/profile')).status).toBe(200);
  });
});
