import { aadstsTable, isAboutConsent } from '../../entra/aadsts/aadsts.js';
import { explainError } from '../../answers/explain-error.js';
import type { EntraRefusal } from '../../entra/entra-refusal.js';
import { TokenRefusedError } from '../../entra/entra.errors.js';
import { AuthorizationRefusedError } from './sign-in.errors.js';

const NUMBERS = [...aadstsTable.flatMap(({ codes }) => codes), 12345];

/** From the lists of the authorization and the token endpoint, and one that is on neither. */
const ERRORS = [
  'access_denied',
  'consent_required',
  'interaction_required',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_resource',
  'invalid_scope',
  'login_required',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unsupported_response_type',
  'nobody_knows_it',
];

const refusal = (error: string, number?: number): EntraRefusal => ({
  error,
  suberror: undefined,
  claims: undefined,
  details: number === undefined ? {} : { aadsts: `AADSTS${number}`, text: `Text of ${number}.` },
});

describe.each(ERRORS)('a refusal as %s', (error) => {
  it('at the redirect URI has one status, and one code but for a denial, whatever its AADSTS number', () => {
    const { code, status } = new AuthorizationRefusedError(refusal(error));
    for (const number of NUMBERS) {
      const refused = error === 'access_denied' && !isAboutConsent(`AADSTS${number}`);
      const expected = { code: refused ? 'sign_in_refused' : code, status };
      expect(new AuthorizationRefusedError(refusal(error, number))).toMatchObject(expected);
    }
  });

  it('at the token endpoint has one code, one status and one consequence, whatever its AADSTS number', () => {
    const { code, status, interactionRequired } = new TokenRefusedError(refusal(error));
    for (const number of NUMBERS) {
      expect(new TokenRefusedError(refusal(error, number))).toMatchObject({
        code,
        status,
        interactionRequired,
      });
    }
  });

  it('is explained by its AADSTS number', () => {
    const said = NUMBERS.map((number) => explainError(new AuthorizationRefusedError(refusal(error, number))).happened);
    expect(new Set(said).size).toBeGreaterThan(50);
  });
});

describe('a denial', () => {
  const denial = (number?: number, suberror?: string) =>
    new AuthorizationRefusedError({ ...refusal('access_denied', number), suberror });

  it.each([65001, 65004, 90094, 90095, 90099])('is the person’s No where consent is missing: %i', (number) => {
    expect(denial(number)).toMatchObject({ code: 'sign_in_declined', status: 403 });
  });

  it('is the person’s No without a number', () => {
    expect(denial()).toMatchObject({ code: 'sign_in_declined', status: 403 });
  });

  it.each([50105, 53003, 530003, 53004, 50020, 12345])('is Microsoft’s refusal for any other reason: %i', (number) => {
    const error = denial(number);
    expect(error).toMatchObject({ code: 'sign_in_refused', status: 403 });
    expect(explainError(error)).toMatchObject({ title: 'Microsoft refused the sign-in' });
  });

  it('is a cancelled sign-in where Entra says so', () => {
    expect(denial(undefined, 'cancel')).toMatchObject({ code: 'sign_in_cancelled', status: 403 });
  });
});
