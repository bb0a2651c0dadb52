import { AppError } from '../common/app-error.js';
import { errorCatalogue, type ErrorCode } from '../../tools/docs/error-catalogue.js';
import { toProblem } from './problem.js';
import { graphErrors } from '../graph/graph.errors.js';
import { signInErrors } from '../auth/sign-in/sign-in.errors.js';
import { entraErrors } from '../entra/entra.errors.js';

const LOGIN_URL = 'https://app.example/login?returnTo=/profile';
const codes = Object.keys(errorCatalogue) as ErrorCode[];

describe('a problem', () => {
  it.each(codes)('of %s says what RFC 9457 wants, its code and its request', (code) => {
    expect(toProblem(new AppError(errorCatalogue[code]), 'request-1', LOGIN_URL)).toMatchObject({
      type: `urn:problem-type:${code}`,
      title: errorCatalogue[code].title,
      status: errorCatalogue[code].status,
      detail: errorCatalogue[code].detail,
      code,
      requestId: 'request-1',
      mender: errorCatalogue[code].mender,
    });
  });

  it.each(codes)('of %s names where to sign in only if that is the answer', (code) => {
    const { next } = errorCatalogue[code];
    const { loginUrl } = toProblem(new AppError(errorCatalogue[code]), '', LOGIN_URL);
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
    expect('loginUrl' in toProblem(new AppError(errorCatalogue[code]), '', LOGIN_URL)).toBe(mended);
  });

  it('hands on what Entra says of its error', () => {
    const entra = {
      aadsts: 'AADSTS50105',
      text: 'Your administrator has configured the application to block users.',
      correlationId: 'correlation',
      traceId: 'trace',
      timestamp: '2026-01-15 12:00:00Z',
    };
    expect(toProblem(new AppError(entraErrors.sign_in_refused, { entra }), '', LOGIN_URL)).toMatchObject({
      aadsts: 'AADSTS50105',
      correlationId: 'correlation',
      traceId: 'trace',
      timestamp: '2026-01-15 12:00:00Z',
      entraMessage: 'Your administrator has configured the application to block users.',
    });
  });

  it('says what happened, what to do and where, and who can mend it, by Entra’s code', () => {
    const entra = { aadsts: 'AADSTS7000222' };
    expect(toProblem(new AppError(entraErrors.client_credential_refused, { entra }), '', LOGIN_URL)).toMatchObject({
      title: entraErrors.client_credential_refused.title,
      detail:
        'The client secret of the service has expired. ' +
        'Make a new one, set CLIENT_SECRET to its Value, start the service again, then delete the old one. ' +
        'Where: Microsoft Entra admin center → App registrations → your app → Certificates & secrets → New client secret.',
      mender: 'developer',
    });
  });

  it('keeps title, status and code, whatever Entra’s code', () => {
    const plain = toProblem(new AppError(signInErrors.sign_in_declined), '', LOGIN_URL);
    const error = new AppError(signInErrors.sign_in_declined, { entra: { aadsts: 'AADSTS90094' } });
    const { type, title, status, code, loginUrl } = plain;
    expect(toProblem(error, '', LOGIN_URL)).toMatchObject({ type, title, status, code, loginUrl });
    expect(toProblem(error, '', LOGIN_URL).mender).toBe('administrator');
  });

  it('says where an unknown code is explained', () => {
    const entra = { aadsts: 'AADSTS12345' };
    const { detail, mender } = toProblem(new AppError(entraErrors.sign_in_refused, { entra }), '', LOGIN_URL);
    expect(detail).toMatch(/does not explain.*https:\/\/login\.microsoftonline\.com\/error\?code=12345$/);
    expect(mender).toBe('administrator');
  });

  it('hands on Graph’s request id in the detail', () => {
    const error = new AppError(graphErrors.graph_unavailable, { graphRequestId: 'graph-1' });
    expect(toProblem(error, '', LOGIN_URL).detail).toContain('graph-1');
  });

  it('says nothing of the cause, of what is for the log, or of the stack', () => {
    const cause = new Error('SECRET-1');
    const log = { reason: 'SECRET-2' };
    class WithMore extends AppError {
      readonly claims = 'SECRET-3';
    }
    const errors = (['internal_error', 'entra_unreachable', 'sign_in_again'] as const).map(
      (code) => new WithMore(errorCatalogue[code], { cause, log }),
    );
    for (const error of errors) {
      const text = JSON.stringify(toProblem(error, 'request-1', LOGIN_URL));
      expect(text).not.toMatch(/SECRET|\.ts:\d|at .*\(/);
    }
  });
});
