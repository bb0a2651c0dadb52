import type { Json } from './browser.js';

/** How a stack trace, or the name of a library's file, would show in an answer. */
export const STACK_TRACE = /\bat [^\n"]*:\d+:\d+\)?|node_modules|\.[jt]s:\d+|file:\/\//;

/** The problem of an answer, which is one as RFC 9457 and the contract have it. */
export async function problemOf(response: Response): Promise<Json> {
  const text = await response.text();
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json\b/);
  expect(text).not.toMatch(STACK_TRACE);
  const problem = JSON.parse(text) as Json;
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^urn:|^https?:/) as unknown,
    title: expect.stringMatching(/\S/) as unknown,
    status: response.status,
    detail: expect.stringMatching(/\S/) as unknown,
    code: expect.stringMatching(/^[a-z_]+$/) as unknown,
    mender: expect.stringMatching(/^(person|administrator|developer|nobody)$/) as unknown,
    requestId: response.headers.get('x-request-id'),
  });
  return problem;
}

/** The text of an answer, which is a whole page. */
export async function pageOf(response: Response): Promise<string> {
  const text = await response.text();
  expect(response.headers.get('content-type')).toMatch(/^text\/html\b/);
  expect(text).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/);
  expect(text).not.toMatch(STACK_TRACE);
  return text;
}

/** What an answer sets as the session's cookie, whatever port or scheme its name carries. */
export function sessionCookiesOf({ headers }: Response): string[] {
  return headers.getSetCookie().filter((cookie) => /^(__Host-)?session(-\d+)?=/.test(cookie));
}

/** The address that an answer redirects to, resolved against where it came from. */
export function locationOf(response: Response): URL {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`no redirect but ${response.status}`);
  return new URL(location, response.url);
}
