import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClockedApp, spawnApp, spawnClockedApp } from './app-process.js';
import { becomesTrue } from './becomes-true.js';

const SOON_MS = 5000;

describe('a service in a process of its own', () => {
  let directory: string;
  let app: ClockedApp;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'app-process-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));
  afterEach(() => app.stop());

  async function start(script: string): Promise<void> {
    const path = join(directory, 'app.mjs');
    await writeFile(path, script);
    app = spawnClockedApp(path, { SAID: 'hello' }, directory);
  }

  it('has its environment, its directory and its output to itself', async () => {
    await start(`console.log(process.env.SAID, process.cwd(), process.env.HOME);`);
    expect(await becomesTrue(() => app.hasExited, SOON_MS)).toBe(true);
    expect(app.output()).toMatch(/^hello \/.*app-process-\S+ undefined\n$/);
  });

  it('is known to have exited when it threw', async () => {
    await start(`setTimeout(() => { throw new Error('in an event handler'); }, 10);`);
    expect(await becomesTrue(() => app.hasExited, SOON_MS)).toBe(true);
    expect(app.output()).toContain('in an event handler');
  });

  it('has its clock put forward', async () => {
    await start(`const begun = Date.now(); setInterval(() => console.log(Date.now() - begun > 3_000_000), 20);`);
    expect(await becomesTrue(() => app.output().includes('false'), SOON_MS)).toBe(true);
    await app.advance(3_600_000);
    expect(await becomesTrue(() => app.output().includes('true'), SOON_MS)).toBe(true);
    expect(app.hasExited).toBe(false);
  });

  it('can run as production runs it', async () => {
    const path = join(directory, 'app.mjs');
    await writeFile(path, `console.log(process.execArgv.length, process.channel); process.exitCode = 3;`);
    const plain = spawnApp(path, {}, directory);
    expect(await plain.ended).toBe(3);
    expect(await becomesTrue(() => plain.output() === '0 undefined\n', SOON_MS)).toBe(true);
  });

  it('is ended, though it will not', async () => {
    await start(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`);
    await app.stop();
    expect(app.hasExited).toBe(true);
  });
});
