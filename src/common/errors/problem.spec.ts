import { AppError } from './app-error.js';
import { errorCatalogue, type ErrorCode } from './error-catalogue.js';
import { problemDetail, toProblem } from './problem.js';

const LOGIN_URL = 'https://app.example/login?returnTo=/profile';
const codes = Object.keys(errorCatalogue) as ErrorCode[];

describe('a problem', () => {
  it.each(codes)('of %s says what RFC 9457 wants, its code and its request', (code) => {
    expect(toProblem(new AppError(code), 'request-1', LOGIN_URL)).toMatchObject({
      type: `urn:problem-type:${code}`,
      title: errorCatalogue[code].title,
      status: errorCatalogue[code].status,
      detail: errorCatalogue[code].detail,
      code,
      requestId: 'request-1',
    });
  });

  it.each(codes)('of %s names where to sign in only if that is the answer', (code) => {
    const next = 'next' in errorCatalogue[code] ? errorCatalogue[code].next : undefined;
    const { loginUrl } = toProblem(new AppError(code), '', LOGIN_URL);
    expect(loginUrl).toBe(next === 'sign_in' || next === 'other_account' ? LOGIN_URL : undefined);
  });

  it.each<[ErrorCode, boolean]>([
    ['not_signed_in', true],
    ['sign_in_again', true],
    ['sign_in_not_pending', true],
    ['store_unavailable', false],
    ['graph_unavailable', false],
    ['entra_timeout', false],
    ['role_required', false],
    ['internal_error', false],
  ])('%s is mended by signing in: %s', (code, mended) => {
    expect('loginUrl' in toProblem(new AppError(code), '', LOGIN_URL)).toBe(mended);
  });

  it('hands on what Entra says of its error', () => {
    const entra = {
      aadsts: 'AADSTS50105',
      text: 'Your administrator has configured the application to block users.',
      correlationId: 'correlation',
      traceId: 'trace',
      timestamp: '2026-01-15 12:00:00Z',
    };
    expect(toProblem(new AppError('sign_in_refused', { entra }), '', LOGIN_URL)).toMatchObject({
      aadsts: 'AADSTS50105',
      correlationId: 'correlation',
      traceId: 'trace',
      timestamp: '2026-01-15 12:00:00Z',
      entraMessage: 'Your administrator has configured the application to block users.',
    });
  });

  it('hands on Graph’s request id in the detail', () => {
    const error = new AppError('graph_unavailable', { graphRequestId: 'graph-1' });
    expect(problemDetail(error)).toContain('graph-1');
    expect(toProblem(error, '', LOGIN_URL).detail).toBe(problemDetail(error));
    expect(problemDetail(new AppError('graph_unavailable'))).not.toMatch(/request id/);
  });

  it('says nothing of the cause, of what is for the log, or of the stack', () => {
    const cause = new Error('SECRET-1');
    const log = { reason: 'SECRET-2' };
    class WithMore extends AppError {
      readonly claims = 'SECRET-3';
    }
    const errors = (['internal_error', 'entra_unreachable', 'sign_in_again'] as const).map(
      (code) => new WithMore(code, { cause, log }),
    );
    for (const error of errors) {
      const text = JSON.stringify(toProblem(error, 'request-1', LOGIN_URL));
      expect(text).not.toMatch(/SECRET|\.ts:\d|at .*\(/);
    }
  });
});
