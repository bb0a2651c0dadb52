import { BARE_NEST, ROWS, rowsWith } from './rows.js';

const ids = (only: string, dist?: string) => rowsWith({ only, dist }).map(({ id }) => id);

describe('which rows run', () => {
  it('is all of them, each once', () => {
    expect(rowsWith({ only: '' })).toEqual(ROWS);
    expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length);
  });

  it('is those that are named, in the order of the table, and bare Nest', () => {
    expect(ids('service,node-http')).toEqual(['node-http', BARE_NEST, 'this-service']);
    expect(ids('bare Nest, THIS service')).toEqual([BARE_NEST, 'this-service']);
    expect(ids('passport')).toEqual([BARE_NEST, 'passport-azure-ad']);
    expect(ids('nothing')).toEqual([]);
  });

  it('has another build last, started in the same way', () => {
    expect(ids('this-service', '/elsewhere/dist')).toEqual([BARE_NEST, 'this-service', 'other-build']);
    const [, ours, other] = rowsWith({ only: 'this-service', dist: '/elsewhere/dist' });
    expect(other?.args).toEqual([...(ours?.args.slice(0, -1) ?? []), '/elsewhere/dist/src/main.js']);
  });
});
