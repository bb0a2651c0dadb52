import { FAULT_NAMES, REFUSALS } from '../../emulator/index.js';
import { GROUPS, idOf, rowsWith } from './groups.js';

const ids = GROUPS.flatMap((group) => group.cases.map((row) => idOf(group, row)));

describe('the rows', () => {
  it('have names of their own', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(FAULT_NAMES.filter((name) => /^(?:discovery|keys)-/.test(name)))('%s comes cold and warm', (fault) => {
    expect(ids).toEqual(expect.arrayContaining([`cold/${fault}`, `warm/${fault}`]));
  });

  it('have every fault of the token endpoint and every refusal', () => {
    const token = ids.filter((id) => /^(?:token|refusal)\//.test(id)).join('\n');
    for (const fault of FAULT_NAMES.filter((name) => name.startsWith('token-') && name !== 'token-refused')) {
      expect(token).toContain(`/${fault}\n`);
    }
    for (const { code } of REFUSALS) expect(token).toContain(`/AADSTS${code} `);
  });

  it('can be picked by a part of their id', () => {
    const picked = rowsWith('cold/keys-50');
    expect(picked.map(({ key }) => key)).toEqual(['cold']);
    expect(picked[0]?.cases.map(({ name }) => name)).toEqual(['`keys-503`', '`keys-503-json`']);
    expect(rowsWith('nothing has this')).toEqual([]);
    expect(rowsWith('')).toHaveLength(GROUPS.length);
  });
});
