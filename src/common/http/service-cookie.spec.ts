import { cookieName } from './service-cookie.js';

describe('cookieName', () => {
  it.each([
    ['https://app.example', true, '__Host-rounds'],
    ['https://app.example:8443', true, '__Host-rounds-8443'],
    ['https://localhost:5001', true, '__Host-rounds-5001'],
    ['http://localhost:5000', false, 'rounds-5000'],
    ['http://localhost', false, 'rounds-80'],
    ['http://[::1]:8080', false, 'rounds-8080'],
  ])('at %s', (baseUrl, secure, name) => {
    expect(cookieName({ baseUrl, secure }, 'rounds')).toBe(name);
  });
});
