import { parseReturnTo } from './return-to.js';

describe('parseReturnTo', () => {
  it.each([
    '/',
    '/profile',
    '/profile/',
    '/profile?format=json',
    '/profile/photo',
    '/a/b/c?d=e&f=g#h',
    '/#fragment',
    '/?state=signed-out',
    '/a?b=//c',
    '/a?b=https://other.example/',
    '/a?b=../c',
    '/a?b=%2F%2Fc&d=%5C',
    '/a?b=%0A',
    '/a#//b',
    '/caf%C3%A9',
    '/two%20words',
    '/a%2Fb',
    '/.well-known/thing',
    '/a..b/...',
    '/~ada/@x;v=1,2!$&()*+:=',
    '/login-help',
    '/loginx',
    '/logouts',
    '/my/login',
    '/a?login',
    '/profile?next=/login',
    `/${'a'.repeat(511)}`,
  ])('comes back to %s', (path) => {
    expect(parseReturnTo(path)).toBe(path);
  });

  describe('does not leave the service', () => {
    it.each([
      'https://evil.example',
      'https://evil.example/profile',
      'HTTPS://evil.example',
      'http:evil.example',
      '//evil.example',
      '///evil.example',
      '////evil.example',
      '//evil.example/..',
      '//',
      '/\\evil.example',
      '\\\\evil.example',
      '\\/evil.example',
      '/\\',
      '/a\\..\\b',
      '/profile\\',
      '/?a=\\b',
      '/%2Fevil.example',
      '/%2fevil.example',
      '%2F%2Fevil.example',
      '%2f%2fevil.example',
      '/%2f%2fevil.example',
      '/%5Cevil.example',
      '/%5cevil.example',
      '/a%2F%2Fb',
      '/a//b',
      '/%252Fevil.example',
      '/%252f%252fevil.example',
      '/%25252Fevil.example',
      '/%255Cevil.example',
      '/%25255cevil.example',
      '/\t/evil.example',
      '/\n/evil.example',
      '/\r/evil.example',
      '\t//evil.example',
      ' //evil.example',
      ' /profile',
      '/profile ',
      '/pro file',
      '/pro\u0000file',
      '/pro\u007ffile',
      '/pro\u0085file',
      '/pro\u00a0file',
      '/pro\u2028file',
      '/%09/evil.example',
      '/%0a/evil.example',
      '/%0d%0aLocation:%20https://evil.example',
      '/%00',
      '/%2509/evil.example',
      '/%E2%80%A8',
      '/./evil',
      '/.//evil.example',
      '/../evil',
      '/..//evil.example',
      '/a/../b',
      '/a/./b',
      '/a/..',
      '/.',
      '/..',
      '/%2e/evil',
      '/%2e%2e/evil',
      '/%2E%2E/evil',
      '/.%2e/evil',
      '/a/%2e%2e%2fb',
      '/a%2F..%2Fb',
      '/%252e%252e/evil',
      '/a/%25252e%25252e/b',
      '/%',
      '/%zz',
      '/%E0%A4%A',
      '/%FF',
      '/%25FF',
      'javascript:alert(1)',
      'JavaScript:alert(1)',
      '/javascript:alert(1)//\n',
      'data:text/html,x',
      'mailto:a@b.example',
      '@evil.example',
      '.evil.example',
      ':80',
      'profile',
      './profile',
      '?format=json',
      '#fragment',
      '',
      '/café',
      '/😀',
      '/\ud800',
      '/evil。example//',
      '/／evil.example',
    ])('for %j', (path) => {
      expect(parseReturnTo(path)).toBe('/');
    });
  });

  describe('does not lead back to signing in or out', () => {
    it.each([
      '/login',
      '/login/',
      '/LOGIN',
      '/LOGIN/',
      '/Login?prompt=login',
      '/login#x',
      '/login?returnTo=/login',
      '/login/anything',
      '/%6Cogin',
      '/%6cogin',
      '/%256Cogin',
      '/login%2F',
      '/logout',
      '/logout/',
      '/LogOut',
      '/logout/frontchannel',
      '/logout/frontchannel?sid=x',
      '/%6Cogout',
      '/getAToken',
      '/getatoken',
      '/getAToken/',
      '/getAToken?x',
      '/getAToken?code=x&state=y',
      '/get%41Token',
    ])('for %j', (path) => {
      expect(parseReturnTo(path)).toBe('/');
    });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
    ['a list', ['/profile']],
    ['a list of two', ['/profile', '/other']],
    ['an object', { path: '/profile' }],
    ['an object that reads like a path', { toString: () => '/profile' }],
    ['true', true],
  ])('is the home page for %s', (_what, value) => {
    expect(parseReturnTo(value)).toBe('/');
  });

  it('is the home page for what is longer than 512 characters', () => {
    expect(parseReturnTo(`/${'a'.repeat(512)}`)).toBe('/');
    expect(parseReturnTo(`/a?${'b'.repeat(510)}`)).toBe('/');
  });

  it('decodes as often as it takes, and ends', () => {
    expect(parseReturnTo(`/%${'25'.repeat(200)}2Fevil.example`)).toBe('/');
    expect(parseReturnTo(`/%${'25'.repeat(200)}20`)).toMatch(/^\/%25/);
  });
});
