import { originForm } from './origin-form.js';

describe('originForm', () => {
  it.each(['/', '/profile', '/profile?a=b', '/login?returnTo=http://other.example/', '//other.example/', '*', ''])(
    'leaves %j as it is',
    (target) => {
      expect(originForm(target)).toBe(target);
    },
  );

  it.each([
    ['http://other.example/profile?a=b', '/profile?a=b'],
    ['HTTPS://user:password@other.example:99/', '/'],
    ['http://other.example', '/'],
    ['http://other.example?a=b', '/?a=b'],
    ['http://[::1]/profile', '/profile'],
    ['http:///assets/?a=b', '/assets/?a=b'],
    ['http://other.example/profile?http://third.example/', '/profile?http://third.example/'],
    ['http://a:b:c/profile', '/profile'],
    ['http://other.example/a\nb', '/a\nb'],
  ])('takes scheme and host from %j', (target, path) => {
    expect(originForm(target)).toBe(path);
  });
});
