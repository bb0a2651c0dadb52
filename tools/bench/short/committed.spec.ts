import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommitted, writeCommitted } from './committed.js';

describe('what a short run is held against', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'committed-'));
    file = join(folder, 'performance.json');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is what was written, in hundredths', async () => {
    await writeCommitted({ profile: 1.23456, signIn: 2 }, file);
    expect(await readCommitted(file)).toMatchObject({ profile: 1.23, signIn: 2 });
  });

  it.each(['', '{}', '{"measuredAt":"2026-01-02T03:04:05.678Z","profile":0,"signIn":2}'])(
    'is never made up from %j',
    async (text) => {
      await writeFile(file, text);
      await expect(readCommitted(file)).rejects.toThrow('npm run bench -- short --write makes it');
    },
  );

  it('is committed', async () => expect((await readCommitted()).profile).toBeGreaterThan(0));
});
