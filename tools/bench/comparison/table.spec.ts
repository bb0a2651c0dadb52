import type { Comparison, RowResult } from './comparison.js';
import { renderComparison } from './table.js';

const MEBIBYTE = 1024 ** 2;
const service: RowResult = {
  id: 'this-service',
  name: 'this service',
  profileMicroseconds: { median: 700.4, least: 600, most: 900 },
  profileTimesBareNest: { median: 2, least: 2, most: 3 },
  p99Ms: { median: 12.34, least: 12.34, most: 12.34 },
  rssAfterBytes: 150 * MEBIBYTE,
  longRun: { tenthsBytes: [150 * MEBIBYTE, 160 * MEBIBYTE], growthBytesPerTenth: MEBIBYTE / 2 },
};
const comparison: Comparison = {
  measuredAt: '2026-01-02T03:04:05.678Z',
  machine: { description: 'a processor, 2 cores', versions: { Node: '20', express: '5' } },
  rounds: 5,
  requests: 2000,
  signIns: 50,
  longRequests: 100_000,
  rows: [service],
};

describe('the tables', () => {
  it('stand below the day, the machine and the versions', () => {
    const text = renderComparison(comparison);
    expect(text).toContain('Measured 2026-01-02 on a processor, 2 cores.\n\nNode 20 · express 5.\n\n');
    expect(text).toMatch(/\n\| {2}\| `GET \/profile`.*\n\| --- \| --: \|.*\n\| this service \|/);
  });

  it('have the spread where there is one, and a dash for what was not measured', () => {
    const text = renderComparison(comparison);
    expect(text).toContain('| this service | 700 (600–900) | 2.00 (2.00–3.00) | – | – |');
    expect(text).toContain('| this service | – | – | 12.3 | – | 150 | – |');
  });

  it('tell of the long run', () => {
    expect(renderComparison(comparison)).toContain(
      'RSS of this service in 100000 more requests: 150 MiB after the first tenth, 160 MiB after the last; 0.5 MiB more ' +
        'with each tenth in the second half.',
    );
  });

  it('say why a row failed, in one cell', () => {
    const failed = { id: 'x', name: 'the x', failure: '/profile answered 503\nits | log' };
    const text = renderComparison({ ...comparison, rows: [failed] });
    expect(text).toContain('| the x | failed: /profile answered 503 |  |  |  |');
    expect(text).not.toContain('its | log');
  });
});
