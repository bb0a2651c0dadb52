import { people } from '../index.js';
import { browserOf } from './browser-of-programs.js';
import { FOREIGN_CLIENTS, type ForeignClient } from './matrix.js';
import { PASSED, runProgram, type Outcomes } from './run-program.js';
import { startSurroundings } from './surroundings.js';
import { renderTable, tableOfThePage, UPDATE, writeTable } from './table.js';

const AT_A_TIME = 2;
const outcomes = new Map<ForeignClient, Outcomes>();

describe('unmodified clients of others', () => {
  beforeAll(async () => {
    const { emulator, setup } = await startSurroundings();
    const browser = browserOf(people.ordinary, emulator);
    const left = [...FOREIGN_CLIENTS];
    const runOneByOne = async (): Promise<void> => {
      for (let client = left.shift(); client; client = left.shift()) {
        outcomes.set(client, await runProgram(client.program, setup, browser, emulator.caFile ?? ''));
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_A_TIME }, runOneByOne));
    } finally {
      await emulator.close();
    }
  }, 120_000);

  describe.each(FOREIGN_CLIENTS)('$name', (client) => {
    it.each(client.abilities)('%s', (ability) => {
      expect(outcomes.get(client)?.get(ability)).toBe(PASSED);
    });

    it('does nothing beyond that', () => {
      expect([...(outcomes.get(client)?.keys() ?? [])].sort()).toEqual([...client.abilities].sort());
    });
  });

  it(`are in the table of the README (or run this with ${UPDATE}=1)`, () => {
    const table = renderTable(new Map(FOREIGN_CLIENTS.map((client) => [client, outcomes.get(client) ?? new Map()])));
    if (process.env[UPDATE] !== undefined) writeTable(table);
    expect(tableOfThePage()).toBe(table);
  });
});
