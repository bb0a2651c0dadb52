import { startEmulator } from '../index.js';
import { open } from '../spec-support.js';

describe('the page of an error', () => {
  it.each([
    ['7000218', 'AADSTS7000218', 'must contain the following parameter'],
    ['4711', 'AADSTS4711', 'knows no error of this number'],
    ['<b>', 'Error', 'knows no error of this number'],
  ])('for %s is called %s', async (code, title, text) => {
    const emulator = await startEmulator();
    const { status, html } = await open(`${emulator.origin}/error?code=${encodeURIComponent(code)}`);
    await emulator.close();
    expect(status).toBe(200);
    expect(html).toContain(`<h1>${title}</h1>`);
    expect(html).toContain(text);
  });
});
