import { isNavigation } from './navigation.js';

describe('isNavigation', () => {
  it.each<[string, Record<string, string>]>([
    ['nothing: an older browser, or a program', {}],
    ['a click', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'same-origin' }],
    [
      'a link on another site',
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' },
    ],
    ['another purpose', { 'sec-purpose': 'private-browsing' }],
  ])('is one with %s', (_what, headers) => expect(isNavigation({ headers })).toBe(true));

  it.each<[string, Record<string, string>]>([
    ['fetch()', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    ['fetch() without a destination', { 'sec-fetch-mode': 'same-origin' }],
    ['a picture', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['a frame', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
    [
      'a prerender',
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-purpose': 'prefetch;prerender' },
    ],
    ['a prefetch of an anonymous client', { 'sec-purpose': 'prefetch;anonymous-client-ip' }],
    ['letters of another case', { 'sec-purpose': 'Prefetch' }],
    ['a mode that nobody knows', { 'sec-fetch-mode': 'x' }],
    ['a destination that is empty', { 'sec-fetch-dest': '' }],
  ])('is none with %s', (_what, headers) => expect(isNavigation({ headers })).toBe(false));
});
