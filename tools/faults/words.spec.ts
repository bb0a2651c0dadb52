import type { AppProcess } from '../processes/app-process.js';
import { type Answer, ConnectionLostError, NoAnswerError } from './visitor.js';
import { describeAnswer, describeEnding, describeSilence, isOutagePage } from './words.js';

function answer(changes: Partial<Answer>): Answer {
  return { status: 503, location: undefined, text: '', tookMs: 1, ...changes };
}

function app(hasExited: boolean): AppProcess {
  return {
    hasExited,
    output: () => '',
    signal: () => undefined,
    ended: Promise.resolve(null),
    stop: () => Promise.resolve(),
  };
}

const PAGE = '<h1>Not available</h1><a class="button" href="/login?returnTo=/profile">Try again</a>';

describe('what happened, in words', () => {
  it.each<[Partial<Answer>, string]>([
    [{ text: PAGE }, '503 page'],
    [{ status: 400, text: '<h1>No</h1> AADSTS54005 AADSTS1' }, '400 page with AADSTS54005'],
    [{ status: 401, text: 'Unauthorized' }, '401, no explanation'],
    [{ status: 500, text: '<pre>Internal Server Error</pre>' }, '500, no explanation'],
    [{ status: 302, location: new URL('http://localhost:1/') }, 'back at the home page, no explanation'],
    [{ status: 302, location: new URL('http://localhost:1/login?x=y') }, 'redirect to /login'],
  ])('%j is “%s”', (changes, words) => {
    expect(describeAnswer(answer(changes))).toBe(words);
    expect(describeEnding({ answer: answer(changes), signedIn: false })).toBe(words);
    expect(describeEnding({ answer: answer(changes), signedIn: true })).toBe('signs in');
  });

  it('an outage page offers to try again', () => {
    expect(isOutagePage(answer({ text: PAGE }))).toBe(true);
    expect(isOutagePage(answer({ text: '<h1>Not available</h1>' }))).toBe(false);
    expect(isOutagePage(answer({ text: PAGE, status: 500 }))).toBe(false);
    expect(isOutagePage(answer({ text: PAGE.replace('h1', 'p') }))).toBe(false);
  });

  it('tells silence, a lost connection and the end of the process apart', async () => {
    expect(await describeSilence(new NoAnswerError('/'), app(false))).toBe('hangs (no answer in 12 s)');
    expect(await describeSilence(new ConnectionLostError('/'), app(true))).toBe('process exits');
    expect(await describeSilence(new ConnectionLostError('/'), app(false))).toBe('drops the connection');
    await expect(describeSilence(new Error('ours'), app(false))).rejects.toThrow('ours');
  });
});
