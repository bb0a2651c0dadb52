import { interpretAadsts } from '../entra/aadsts/aadsts.js';
import { AppError } from '../common/app-error.js';
import { errorCatalogue, type ErrorCode } from '../../tools/docs/error-catalogue.js';
import { explainError } from './explain-error.js';
import { entraErrors } from '../entra/entra.errors.js';
import { requestErrors } from '../common/request.errors.js';
import { graphErrors } from '../graph/graph.errors.js';

const explain = (code: ErrorCode, aadsts?: string) =>
  explainError(new AppError(errorCatalogue[code], aadsts === undefined ? {} : { entra: { aadsts } }));

describe('what is said of an error', () => {
  it.each(Object.keys(errorCatalogue) as ErrorCode[])('is what the catalogue says of %s alone', (code) => {
    const { title, detail, mender } = errorCatalogue[code];
    expect(explain(code)).toEqual({ title, happened: detail, mender });
    expect(explain(code, 'AADSTS1"><script>')).toEqual(explain(code));
  });

  it('is what the table says of Entra’s code', () => {
    const known = interpretAadsts('AADSTS50076');
    expect(explain('sign_in_again', 'AADSTS50076')).toEqual({
      title: entraErrors.sign_in_again.title,
      happened: known?.happened,
      remedy: known?.remedy,
      mender: 'person',
    });
  });

  it.each<[ErrorCode, string, string]>([
    ['sign_in_refused', 'AADSTS50105', 'your administrator'],
    ['client_credential_refused', 'AADSTS7000222', 'the team that runs this service'],
  ])('names whom to hand it to: %s with %s to %s', (code, aadsts, handTo) => {
    expect(explain(code, aadsts)).toMatchObject({ title: errorCatalogue[code].title, handTo });
  });

  it.each<[ErrorCode, string]>([
    ['sign_in_declined', 'AADSTS90094'],
    ['code_refused', 'AADSTS53003'],
    ['sign_in_again', 'AADSTS50105'],
  ])('does not blame the person in its heading for what somebody else has to mend: %s, %s', (code, aadsts) => {
    expect(explain(code, aadsts).title).toBe(entraErrors.sign_in_refused.title);
  });

  describe('with a code that nobody knows', () => {
    const lookUpUrl = 'https://login.microsoftonline.com/error?code=12345';

    it('is for the administrator, where the OAuth error says no more', () => {
      expect(explain('sign_in_refused', 'AADSTS12345')).toEqual({
        title: entraErrors.sign_in_refused.title,
        happened: 'Microsoft refused with a code that this service does not explain.',
        remedy: 'Give the code, the correlation ID and the time to your administrator.',
        mender: 'administrator',
        handTo: 'your administrator',
        lookUpUrl,
      });
    });

    it.each<[ErrorCode]>([['code_refused'], ['sign_in_again'], ['entra_unavailable']])(
      'is what the OAuth error says, where that says more, and whom to ask next: %s',
      (code) => {
        const { title, detail, mender } = errorCatalogue[code];
        const remedy = expect.stringMatching(/^If that does not help, .*administrator\.$/) as unknown;
        expect(explain(code, 'AADSTS12345')).toEqual({ title, happened: detail, remedy, mender, lookUpUrl });
      },
    );

    it('is for the team, where the OAuth error finds fault with the service', () => {
      const { title, detail } = errorCatalogue.request_refused;
      expect(explain('request_refused', 'AADSTS12345')).toEqual({
        title,
        happened: detail,
        mender: 'developer',
        handTo: 'the team that runs this service',
        lookUpUrl,
      });
    });
  });

  it('ends with what the place where it arose can tell', () => {
    const { title, detail, mender } = errorCatalogue.method_not_allowed;
    const error = new AppError(requestErrors.method_not_allowed, { hint: 'Use GET.' });
    expect(explainError(error)).toEqual({ title, happened: `${detail} Use GET.`, mender });
  });

  it('has Graph’s request id in it', () => {
    const error = new AppError(graphErrors.graph_unavailable, { graphRequestId: 'graph-1' });
    expect(explainError(error).happened).toContain('graph-1');
    expect(explain('graph_unavailable').happened).not.toMatch(/request id/);
  });

  it('has Graph’s reason in it, beside the request id', () => {
    const error = new AppError(graphErrors.graph_forbidden, {
      graphCode: 'Some_Reason',
      graphRequestId: 'graph-1',
    });
    expect(explainError(error).happened).toMatch(/\(Microsoft Graph’s reason: Some_Reason, request id: graph-1\)$/);
  });
});
