import { beginningOf, shownText } from './shown-text.js';

describe('a text from outside', () => {
  it.each(['', 'Ada', 'ä'.repeat(512), '😀'.repeat(256)])('of a sensible length is shown as it is (%#)', (text) => {
    expect(shownText(text)).toBe(text);
  });

  it('that is longer is cut', () => {
    expect(shownText('a'.repeat(513))).toBe(`${'a'.repeat(511)}…`);
    expect(shownText('b'.repeat(30_000))).toBe(`${'b'.repeat(511)}…`);
  });

  it('is never cut within a character', () => {
    expect(shownText('😀'.repeat(257))).toBe(`${'😀'.repeat(255)}…`);
    expect(beginningOf('a😀', 2)).toBe('a');
    expect(beginningOf('a😀', 3)).toBe('a😀');
  });
});
