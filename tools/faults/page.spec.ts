import { differences, renderPage, renderRow } from './page.js';
import type { Row } from './run-rows.js';
import type { Group } from './scenarios/case.js';

const GROUP: Group = { key: 'cold', title: 'Cold', promise: 'It lives.', oneProcess: false, cases: [] };
const row = (name: string, changes: Partial<Row> = {}): Row => ({
  id: `cold/${name}`,
  key: 'cold',
  name,
  stock: { verdict: 'process exits', kept: false },
  ours: { verdict: '503 page', kept: true },
  ...changes,
});
const ROWS = [row('a'), row('b')];
const PAGE = renderPage([GROUP], ROWS, { node: '20' });

describe('the page', () => {
  it('has a line for each row, with both verdicts and whether they keep the promise', () => {
    expect(PAGE).toContain('## Cold\n\nIt lives.\n');
    expect(PAGE).toContain('| a | ✗ process exits | ✓ 503 page |\n| b |');
    expect(renderRow(row('a'))).toBe('| a | ✗ process exits | ✓ 503 page |');
  });

  it('is in step with the rows that it was made from, all or some, whatever measured them', () => {
    expect(differences(PAGE, [GROUP], ROWS, true)).toEqual([]);
    expect(differences(PAGE, [GROUP], ROWS.slice(1), false)).toEqual([]);
    expect(differences(renderPage([GROUP], ROWS, { node: '24' }), [GROUP], ROWS, true)).toEqual([]);
  });

  it('tells of a row that changed, once, and of one that is new', () => {
    const changed = row('a', { stock: { verdict: 'signs in', kept: true } });
    expect(differences(PAGE, [GROUP], [changed, ROWS[1] as Row], true)).toEqual([
      'cold/a is not as on the page: | a | ✓ signs in | ✓ 503 page |',
    ]);
    expect(differences(PAGE, [GROUP], [...ROWS, row('c')], true)).toEqual([expect.stringMatching(/^cold\/c is not/)]);
  });

  it('tells of a row that is gone, when all were run', () => {
    expect(differences(PAGE, [GROUP], ROWS.slice(1), true)).toEqual([
      'no such row any more: | a | ✗ process exits | ✓ 503 page |',
    ]);
  });

  it('keeps rows of the same name in two groups apart', () => {
    const warm: Group = { ...GROUP, key: 'warm', title: 'Warm' };
    const inWarm = { ...row('a', { ours: { verdict: 'signs in', kept: true } }), id: 'warm/a', key: 'warm' };
    const both = renderPage([GROUP, warm], [...ROWS, inWarm], { node: '20' });
    expect(differences(both, [GROUP, warm], [...ROWS, inWarm], true)).toEqual([]);
    const likeWarm = row('a', { ours: inWarm.ours });
    expect(differences(both, [GROUP, warm], [likeWarm], false)).toEqual([
      'cold/a is not as on the page: | a | ✗ process exits | ✓ signs in |',
    ]);
  });
});
