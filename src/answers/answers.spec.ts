import { jest } from '@jest/globals';
import type { Request, Response } from 'express';
import { binary, page, redirect } from './answers.js';

const BROWSER = 'text/html,*/*';
const PROGRAM = 'application/json';

/** What was done to the response, in order. */
function sent(answer: ReturnType<typeof page>, accept: string, query: Record<string, string> = {}): unknown[][] {
  const calls: unknown[][] = [];
  const response: unknown = new Proxy(
    {},
    {
      get:
        (_target, method) =>
        (...args: unknown[]) => {
          calls.push([method, ...args]);
          return response;
        },
    },
  );
  answer.send({ headers: { accept }, query } as unknown as Request, response as Response);
  return calls;
}

describe('an answer', () => {
  const signedOut = page('home', { user: undefined, signedOut: true }, { signedIn: false });
  const html = expect.stringMatching(/^<!doctype html>.*You are signed out/is) as unknown;

  it.each<[string, string, Record<string, string>, unknown[][]]>([
    [
      'a browser',
      BROWSER,
      {},
      [
        ['vary', 'Accept'],
        ['type', 'html'],
        ['send', html],
      ],
    ],
    [
      'a program',
      PROGRAM,
      {},
      [
        ['vary', 'Accept'],
        ['json', { signedIn: false }],
      ],
    ],
    [
      'a browser, whatever its address says',
      BROWSER,
      { format: 'json' },
      [
        ['vary', 'Accept'],
        ['type', 'html'],
        ['send', html],
      ],
    ],
  ])('that is a page or JSON, to %s', (_whom, accept, query, calls) => {
    expect(sent(signedOut, accept, query)).toEqual(calls);
  });

  it.each([BROWSER, PROGRAM])('that is a page alone is that page for all: %s', (accept) => {
    const calls = sent(page('home', { user: undefined, signedOut: true }), accept);
    expect(calls).toEqual([
      ['type', 'html'],
      ['send', html],
    ]);
  });

  it('that is JSON makes nothing of what its page would show', () => {
    const model = jest.fn(() => ({ user: undefined, signedOut: true }));
    expect(sent(page('home', model, { signedIn: false }), PROGRAM)).toContainEqual(['json', { signedIn: false }]);
    expect(model).not.toHaveBeenCalled();
    expect(sent(page('home', model, { signedIn: false }), BROWSER)).toContainEqual(['send', html]);
  });

  it.each([BROWSER, PROGRAM])('that is forced to JSON is that for all: %s', (accept) => {
    const answer = page('home', { user: undefined, signedOut: true }, { signedIn: false }, true);
    expect(sent(answer, accept)).toEqual([
      ['vary', 'Accept'],
      ['json', { signedIn: false }],
    ]);
  });

  it('that is a redirect or JSON', () => {
    const answer = redirect('https://elsewhere.example/', { status: 303, json: { logoutUrl: 'x' } });
    expect(sent(answer, BROWSER)).toEqual([
      ['vary', 'Accept'],
      ['redirect', 303, 'https://elsewhere.example/'],
    ]);
    expect(sent(answer, PROGRAM)).toEqual([
      ['vary', 'Accept'],
      ['json', { logoutUrl: 'x' }],
    ]);
  });

  it.each([BROWSER, PROGRAM])('that is a redirect alone sends everybody there with 302: %s', (accept) => {
    expect(sent(redirect('/profile'), accept)).toEqual([['redirect', 302, '/profile']]);
  });

  it.each([BROWSER, PROGRAM])('that is bytes has their type: %s', (accept) => {
    const bytes = Buffer.from('photo');
    expect(sent(binary('image/png', bytes), accept)).toEqual([
      ['type', 'image/png'],
      ['send', bytes],
    ]);
  });
});
