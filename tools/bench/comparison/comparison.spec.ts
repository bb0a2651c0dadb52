import { resultsOf, type RowMeasurement } from './comparison.js';
import { BARE_NEST, type Row } from './rows.js';
import { renderComparison, renderRow } from './table.js';

const row = (id: string): Row => ({ id, name: `the ${id}`, args: [] });
const measured = (id: string, profileMicroseconds: number[], failure?: string): RowMeasurement => ({
  row: row(id),
  profileMicroseconds,
  signInMicroseconds: profileMicroseconds.map((value) => value * 4),
  readyMs: 812.4,
  rssReadyBytes: 100 * 1024 ** 2,
  rssAfterBytes: 150 * 1024 ** 2,
  failure,
});

describe('what was measured, as rows of a table', () => {
  it('has the median of the rounds, how far they lie apart, and the ratio to bare Nest round by round', () => {
    const [service, nest] = resultsOf([measured('service', [900, 600, 700]), measured(BARE_NEST, [450, 200, 350])]);
    expect(service).toMatchObject({
      profileMicroseconds: { median: 700, least: 600, most: 900 },
      timesBareNest: { median: 2, least: 2, most: 3 },
      signInMicroseconds: { median: 2800 },
    });
    expect(nest).toMatchObject({ timesBareNest: { median: 1, least: 1, most: 1 } });
    expect(renderRow(service!)).toBe(
      '| the service | 700 (600–900) | 2.00 (2.00–3.00) | 2800 (2400–3600) | 812 | 150 |',
    );
  });

  it('says why a row failed, in place of figures from before', () => {
    const [failed] = resultsOf([measured('service', [1], '/profile answered 503\nits | log')]);
    expect(failed).toEqual({ id: 'service', name: 'the service', failure: '/profile answered 503\nits | log' });
    expect(renderRow(failed!)).toBe('| the service | failed: /profile answered 503 |  |  |  |  |');
  });

  it.each([[[]], [[measured(BARE_NEST, [1], 'did not become ready')]]])(
    'has no ratio when bare Nest is missing or failed',
    (others) => {
      const service = resultsOf([...others, measured('service', [700])]).at(-1);
      expect(service).not.toHaveProperty('timesBareNest');
      expect(renderRow(service!)).toContain('| 700 (700–700) | – |');
    },
  );

  it('names the day, the machine and the versions above the table', () => {
    const text = renderComparison({
      measuredAt: '2026-01-02T03:04:05.678Z',
      machine: { description: 'a processor, 2 cores', versions: { Node: '20', express: '5' } },
      rounds: 5,
      requests: 2000,
      signIns: 50,
      rows: resultsOf([measured('service', [700])]),
    });
    expect(text).toContain('Measured 2026-01-02 on a processor, 2 cores.\n\nNode 20 · express 5.\n\n');
    expect(text).toMatch(/\n\| \| `GET \/profile`.*\n\|---\|--:\|.*\n\| the service \|/);
  });
});
