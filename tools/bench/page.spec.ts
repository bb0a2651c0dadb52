import { withSection } from './page.js';

const page = 'Before.\n\n<!-- begin: soak -->\n\nOld.\n\n<!-- end: soak -->\n\nAfter.\n';

describe('the page that has the figures', () => {
  it('gets a section anew, and keeps what stands around it', () => {
    expect(withSection(page, 'soak', 'New.\n')).toBe(page.replace('Old.', 'New.'));
    expect(withSection(withSection(page, 'soak', 'New.'), 'soak', 'Old.')).toBe(page);
  });

  it.each([
    [page, 'comparison'],
    ['<!-- end: soak --> <!-- begin: soak -->', 'soak'],
    ['<!-- begin: soak -->', 'soak'],
  ])('is left alone when it has no such section', (text, section) => {
    expect(() => withSection(text, section, 'New.')).toThrow(`no section between '<!-- begin: ${section} -->'`);
  });
});
