import { pathForLog, urlOf } from './graph-request.js';

const BASE = 'https://graph.microsoft.com/v1.0';

describe('a Graph request', () => {
  it.each([
    ['/me', `${BASE}/me`],
    ['/me/photo/$value', `${BASE}/me/photo/$value`],
    ['/me/messages?$top=5&$filter=x', `${BASE}/me/messages?$top=5&$filter=x`],
    ['//elsewhere.example/me', `${BASE}//elsewhere.example/me`],
    [`${BASE}/me/messages?$skiptoken=abc`, `${BASE}/me/messages?$skiptoken=abc`],
    ['https://GRAPH.microsoft.com:443/v1.0/me', `${BASE}/me`],
    ['https://graph.microsoft.com/beta/me', 'https://graph.microsoft.com/beta/me'],
  ])('for %s goes to %s', (path, url) => {
    expect(urlOf({ path }, BASE)).toBe(url);
  });

  it('goes to a Graph on this machine, at its port', () => {
    const base = 'http://localhost:5001/v1.0';
    expect(urlOf({ path: `${base}/me` }, base)).toBe(`${base}/me`);
    expect(() => urlOf({ path: 'http://localhost:5002/v1.0/me' }, base)).toThrow();
  });

  it.each([
    'https://graph.microsoft.com.elsewhere.example/v1.0/me',
    'https://elsewhere.example/v1.0/me',
    'https://elsewhere.example\\@graph.microsoft.com/v1.0/me',
    'https://user@graph.microsoft.com/v1.0/me',
    'https://user:password@graph.microsoft.com/v1.0/me',
    'https://graph.microsoft.com@elsewhere.example/v1.0/me',
    'https://graph.microsoft.com:8443/v1.0/me',
    'https://graph.microsoft.com./v1.0/me',
    'http://graph.microsoft.com/v1.0/me',
    'file:///etc/passwd',
    'data:application/json,{}',
    '\\\\elsewhere.example/me',
    'me',
    '',
  ])('for %j goes nowhere', (path) => {
    expect(() => urlOf({ path }, BASE)).toThrow(expect.objectContaining({ code: 'graph_invalid_answer' }) as Error);
  });

  it.each([
    ['/me', '/me'],
    ['/me/photo/$value', '/me/photo/$value'],
    ['/me/messages?$search=ada', '/me/messages'],
    ['/users/ada@contoso.example/manager', '/users/…/manager'],
    ['/users/00000000-0000-4000-8000-000000000001', '/users/…'],
    ["/users('ada')", '/…'],
    [`${BASE}/me/messages?$skiptoken=abc`, '/me/messages'],
    ['https://graph.microsoft.com/beta/me', '/beta/me'],
  ])('for %s is %s in the log', (path, logged) => {
    expect(pathForLog(urlOf({ path }, BASE))).toBe(logged);
  });
});
