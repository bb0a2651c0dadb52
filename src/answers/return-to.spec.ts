import fc from 'fast-check';
import { loginPath } from './login-path.js';
import { isSignInRoute, parseReturnTo } from './return-to.js';

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

  it.each([
    ['three bytes, nine when encoded', '漢', 9],
    ['two bytes, six when encoded', 'é', 6],
    ['four bytes, twelve when encoded', '😀', 12],
    ['one byte that has to be encoded', '"', 3],
    ['three bytes that are encoded already', '%E6%BC%A2', 9],
  ])('counts letters of %s', (_size, letter, bytes) => {
    const fitting = Math.floor((512 - '/a?'.length) / bytes);
    const path = `/a?${letter.repeat(fitting)}`;
    expect(parseReturnTo(path)).toBe(path);
    expect(parseReturnTo(`${path}${letter}`)).toBe('/');
    expect(parseReturnTo(`/a?#${letter.repeat(fitting + 1)}`)).toBe('/');
  });

  it('decodes as often as it takes, and ends', () => {
    expect(parseReturnTo(`/%${'25'.repeat(200)}2Fevil.example`)).toBe('/');
    expect(parseReturnTo(`/%${'25'.repeat(200)}20`)).toMatch(/^\/%25/);
  });

  describe('whatever it is given', () => {
    const piece = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('/', '//', '\\', '.', '..', '%2f', '%5C', '%25', '%2e', '%', '?', '#'),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('login', 'LogOut', 'get', 'AToken', '%6c', 'a', ':', '@', ';', '[', '~'),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(' ', '\t', '\n', '%09', '%00', '\u2028', '%e2%80%a8', 'é', '／', '。'),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('evil.example', 'http:', 'https://', 'javascript:', '\ud800', '\udc00'),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    );
    const values = fc
      .tuple(fc.constantFrom('/', ''), fc.array(piece, { maxLength: 10 }))
      .map(([start, pieces]) => start + pieces.join(''));
    const check = (property: (value: string) => void) => fc.assert(fc.property(values, property), { numRuns: 5000 });

    it('gives it back as it is, or the home page, and says the same of what it gave', () => {
      check((value) => {
        const path = parseReturnTo(value);
        expect(['/', value]).toContain(path);
        expect(parseReturnTo(path)).toBe(path);
        expect(new URL(path, 'http://service.example').href.length).toBeLessThanOrEqual(
          'http://service.example'.length + 512,
        );
      });
      fc.assert(fc.property(fc.anything(), (value) => typeof parseReturnTo(value) === 'string'));
    });

    it.each([
      ['decodes nothing', (path: string) => path],
      ['decodes once too often', (path: string) => decoded(path)],
      ['decodes twice too often', (path: string) => decoded(decoded(path))],
      ['takes a backslash for a slash', (path: string) => decoded(path).replaceAll('\\', '/')],
    ])('stays here and leads to no step of signing in, for a browser or a proxy that %s', (_how, read) => {
      check((value) => {
        const path = parseReturnTo(value);
        const seen = read(path.split(/[?#]/)[0] ?? '');
        const url = new URL(seen, 'http://service.example/sub/');
        expect(url.origin).toBe('http://service.example');
        expect(isSignInRoute(url.pathname)).toBe(false);
        expect(new URL(path, 'http://service.example').origin).toBe('http://service.example');
      });
    });

    it('gives what can stand in the address of a sign-in, and comes back from there', () => {
      check((value) => {
        const path = parseReturnTo(value);
        const login = new URL(loginPath(path), 'http://service.example');
        expect(login.pathname).toBe('/login');
        // The home page is where a sign-in leads by itself.
        expect(login.searchParams.get('returnTo') ?? '/').toBe(path);
      });
    });
  });
});

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
