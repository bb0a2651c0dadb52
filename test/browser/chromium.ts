import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** No sandbox: tests run as root in containers. The rest keeps Chromium from calling home. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface LaunchedBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/** A Chromium for the suite that is being defined: there while its hooks and tests run. */
export function useChromium(): () => Browser {
  let launched: LaunchedBrowser;
  beforeAll(async () => {
    launched = await launchChromium();
  }, 60_000);
  afterAll(() => launched.close());
  return () => launched.browser;
}

/** A headless Chromium from an npm package: nothing is downloaded, nothing has to be installed. */
async function launchChromium(): Promise<LaunchedBrowser> {
  // The package unpacks into the temporary folder and takes whatever lies there for its own: it gets a fresh one.
  const directory = await mkdtemp(join(tmpdir(), 'chromium-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = directory;
  try {
    const browser = await chromium.launch({
      executablePath: await sparticuz.executablePath(),
      args: FLAGS,
      headless: true,
    });
    return {
      browser,
      close: async () => {
        await browser.close();
        await rm(directory, { recursive: true, force: true });
      },
    };
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}
