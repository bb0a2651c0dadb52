import { TokenRefusedError } from './entra.errors.js';

const refused = (error: string, suberror?: string, claims?: string) =>
  new TokenRefusedError({ error, suberror, claims, details: {} });

describe('a refusal of the token endpoint', () => {
  it.each([
    ['invalid_grant', undefined, 'code_refused', true],
    ['invalid_grant', 'bad_token', 'code_refused', true],
    ['invalid_grant', 'token_expired', 'code_refused', true],
    ['invalid_grant', 'something_new', 'code_refused', true],
    ['invalid_grant', 'basic_action', 'sign_in_again', true],
    ['invalid_grant', 'additional_action', 'sign_in_again', true],
    ['invalid_grant', 'consent_required', 'sign_in_again', true],
    ['invalid_grant', 'user_password_expired', 'sign_in_again', true],
    ['invalid_grant', 'message_only', 'sign_in_refused', true],
    ['invalid_grant', 'device_authentication_failed', 'sign_in_refused', true],
    ['invalid_grant', 'protection_policy_required', 'sign_in_refused', false],
    ['invalid_grant', 'client_mismatch', 'sign_in_refused', false],
    ['interaction_required', undefined, 'sign_in_again', true],
    ['consent_required', undefined, 'sign_in_again', true],
    ['login_required', undefined, 'sign_in_again', true],
    ['invalid_client', undefined, 'client_credential_refused', false],
    ['unauthorized_client', undefined, 'request_refused', false],
    ['something_new', undefined, 'request_refused', false],
  ] as const)('%s %s is %s; only the person can mend it: %s', (error, suberror, code, interactionRequired) => {
    expect(refused(error, suberror)).toMatchObject({ code, interactionRequired });
  });

  it('has the claims that Entra asks for go with the next sign-in', () => {
    expect(refused('invalid_grant', 'basic_action', '{}').challenge).toEqual({ scopes: [], claims: '{}' });
    expect(refused('invalid_grant').challenge).toBeUndefined();
  });
});
