import { acceptsHtml } from './accepts-html.js';

const accepts = (accept?: string) => acceptsHtml({ headers: accept === undefined ? {} : { accept } });

describe('a caller', () => {
  it.each([
    'text/html',
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
    'application/json, text/html',
    'application/json,text/html;q=0.1',
    'text/html;charset=utf-8',
    'TEXT/HTML',
    '*/*, text/html',
  ])('that names text/html is a browser: %s', (accept) => {
    expect(accepts(accept)).toBe(true);
  });

  it.each([
    '*/*',
    'text/*',
    'application/json',
    'application/problem+json, */*;q=0.5',
    'application/xhtml+xml',
    'text/plain',
    'text/htmlx',
    'xtext/html',
    'image/svg+xml,image/*;q=0.8,*/*;q=0.5',
    'html',
    '',
  ])('that does not is none: %j', (accept) => {
    expect(accepts(accept)).toBe(false);
  });

  it('that names nothing is none', () => {
    expect(accepts()).toBe(false);
  });
});
