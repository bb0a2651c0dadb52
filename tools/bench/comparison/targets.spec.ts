import type { Spread } from '../statistics.js';
import type { RowResult } from './comparison.js';
import { renderTargets, targetsOf } from './targets.js';

const just = (value: number): Spread => ({ median: value, least: value, most: value });
const row = (id: string, profile: number, signIn: number, rssAfterBytes: number): RowResult => ({
  id,
  name: id,
  profileMicroseconds: just(profile),
  signInMicroseconds: just(signIn),
  rssAfterBytes,
});
const service: RowResult = { ...row('this-service', 60, 300, 90), profileTimesBareNest: just(1.6), readyMs: just(900) };
const peers: RowResult[] = [
  { ...row('cheap profile', 100, 400, 200), isPeer: true },
  { ...row('cheap sign-in', 200, 200, 100), isPeer: true },
];

describe('the targets', () => {
  it('hold this service against bare Nest, and against whoever does best in each', () => {
    expect(targetsOf([service, row('no peer', 1, 1, 1), ...peers])).toEqual([
      { what: '`GET /profile`, × bare Nest', atMost: 1.5, measured: 1.6 },
      { what: '`GET /profile`, × the best peer', atMost: 0.6, measured: 0.6 },
      { what: 'a sign-in, × the best peer', atMost: 1.5, measured: 1.5 },
      { what: 'RSS after, × the best peer', atMost: 1.2, measured: 0.9 },
      { what: 'ready, s', atMost: 1.2, measured: 0.9 },
    ]);
  });

  it('are those for which there are figures', () => {
    const failed: RowResult = { id: 'peer', name: 'peer', isPeer: true, failure: 'not ready' };
    expect(targetsOf([service, failed]).map(({ what }) => what)).toEqual(['`GET /profile`, × bare Nest', 'ready, s']);
    expect(targetsOf(peers)).toEqual([]);
    expect(renderTargets(peers)).toEqual([]);
  });

  it('say how far above one is', () => {
    const [text] = renderTargets([service]);
    expect(text).toContain('| `GET /profile`, × bare Nest | 1.5 | 1.60 | 7 % above |');
    expect(text).toContain('| ready, s | 1.2 | 0.90 | yes |');
  });
});
