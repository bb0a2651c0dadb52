import { Secret } from '../../../config/secret.js';
import { recordLog } from '../../../test/support/recorded-log.js';
import { AppError } from '../app-error.js';
import { requestIdStorage, serializeError } from './logger.js';
import { storeErrors } from '../../store/store.errors.js';
import { graphErrors } from '../../graph/graph.errors.js';
import { requestErrors } from '../request.errors.js';
import { entraErrors } from '../../entra/entra.errors.js';

const TOKEN = 'eyJ0b2tlbiI6.a-token.that-nobody-logs';

/** As features make them: with a name and with fields of its own. */
class FeatureError extends AppError {
  override readonly name = 'FeatureError';
  readonly claims = TOKEN;
}

/** As axios throws them: the request, its headers and the answer are fields of the error. */
function httpClientError(message = 'Request failed with status code 401'): Error {
  return Object.assign(new Error(message), {
    name: 'AxiosError',
    code: 'ERR_BAD_REQUEST',
    config: { headers: { Authorization: `Bearer ${TOKEN}` }, data: `client_secret=${TOKEN}` },
    request: { _header: `GET /me HTTP/1.1\r\nAuthorization: Bearer ${TOKEN}` },
    response: { status: 401, data: { access_token: TOKEN } },
    toJSON: () => ({ config: TOKEN }),
  });
}

describe('what the log says of an error', () => {
  it('is the stack of one that was not expected, and none of its fields', () => {
    const serialized = serializeError(httpClientError());
    expect(Object.keys(serialized).sort()).toEqual(['stack', 'type']);
    expect(serialized['type']).toBe('AxiosError');
    expect(serialized['stack']).toContain('logger.spec.ts');
    expect(JSON.stringify(serialized)).not.toContain(TOKEN);
  });

  it('is the place of one that quotes what it was given, without its message', () => {
    const quoting = (() => {
      try {
        return JSON.parse(`${TOKEN} is no JSON`) as Error;
      } catch (error) {
        return error as Error;
      }
    })();
    expect(quoting.message).toContain(TOKEN.slice(0, 8));
    const { type, stack } = serializeError(quoting);
    expect(type).toBe('SyntaxError');
    expect(stack).toMatch(/^SyntaxError\n {4}at /);
    expect(stack).not.toContain(TOKEN.slice(0, 8));
  });

  it('is the code of one of ours', () => {
    expect(serializeError(new AppError(storeErrors.store_unavailable, { log: { reason: 'why' } }))).toEqual({
      type: 'AppError',
      errorCode: 'store_unavailable',
      reason: 'why',
    });
  });

  it('names a cause by its class and code, without its message', () => {
    const cause = httpClientError(`could not send ${TOKEN}`);
    const serialized = serializeError(new FeatureError(entraErrors.entra_unreachable, { cause }));
    expect(serialized).toEqual({
      type: 'FeatureError',
      errorCode: 'entra_unreachable',
      cause: { type: 'AxiosError', errno: 'ERR_BAD_REQUEST' },
    });
  });

  it('follows causes of ours', () => {
    const refused = new AppError(entraErrors.code_refused, {
      entra: { aadsts: 'AADSTS50173' },
      log: { error: 'invalid_grant', suberror: 'bad_token' },
    });
    expect(serializeError(new FeatureError(entraErrors.sign_in_again, { cause: refused }))).toEqual({
      type: 'FeatureError',
      errorCode: 'sign_in_again',
      cause: {
        type: 'AppError',
        errorCode: 'code_refused',
        error: 'invalid_grant',
        suberror: 'bad_token',
        entra: { aadsts: 'AADSTS50173' },
      },
    });
  });

  it('has Entra’s ids but not its sentence, which may name a person', () => {
    const entra = { aadsts: 'AADSTS50020', text: "User account 'ada@contoso.example'…", traceId: 'trace' };
    const serialized = serializeError(new AppError(entraErrors.sign_in_refused, { entra }));
    expect(serialized['entra']).toEqual({ aadsts: 'AADSTS50020', traceId: 'trace' });
  });

  it('has Graph’s request id and its reason', () => {
    const ofGraph = { graphRequestId: 'graph-1', graphCode: 'Some_Reason' };
    expect(serializeError(new AppError(graphErrors.graph_unavailable, ofGraph))).toMatchObject(ofGraph);
  });

  it.each<[unknown, string]>([
    [TOKEN, 'string'],
    [{ access_token: TOKEN }, 'object'],
    [undefined, 'undefined'],
    [null, 'object'],
  ])('is only the type of what is no error (%#)', (thrown, type) => {
    expect(serializeError(thrown)).toEqual({ type });
    const cause = serializeError(new AppError(requestErrors.internal_error, { cause: thrown }))['cause'];
    expect(cause).toBe(thrown === undefined ? undefined : type);
  });

  it('is written so when an error is logged', () => {
    const log = recordLog();
    log.logger.error({ err: httpClientError() }, 'failed');
    log.logger.error({ err: new AppError(requestErrors.internal_error, { cause: httpClientError() }) }, 'failed');
    expect(log.text()).not.toContain(TOKEN);
    expect(log.lines()).toHaveLength(2);
  });
});

describe('the log', () => {
  it('is lines of JSON with a time, a level by name, and nothing of the machine', () => {
    const log = recordLog();
    log.logger.info({ port: 5000 }, 'listening');
    expect(log.lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
        port: 5000,
        msg: 'listening',
      },
    ]);
  });

  it('leaves out what is below its level', () => {
    const log = recordLog('warn');
    log.logger.info('quiet');
    log.logger.warn('loud');
    expect(log.lines().map(({ msg }) => msg)).toEqual(['loud']);
  });

  it('says on behalf of which request each line is', () => {
    const log = recordLog();
    requestIdStorage.run('request-1', () => log.logger.info('inside'));
    log.logger.info('outside');
    expect(log.lines().map(({ requestId }) => requestId)).toEqual(['request-1', undefined]);
  });

  it.each([
    'access_token',
    'refresh_token',
    'id_token',
    'client_secret',
    'client_assertion',
    'code',
    'code_verifier',
    'authorization',
    'cookie',
    'set-cookie',
    'name',
    'username',
    'preferred_username',
    'mail',
    'email',
  ])('hides what stands under %s, also one step down', (name) => {
    const log = recordLog();
    log.logger.info({ [name]: TOKEN, other: 'kept' }, 'flat');
    log.logger.info({ body: { [name]: TOKEN, other: 'kept' } }, 'nested');
    log.logger.info({ headers: { [name]: [TOKEN] } }, 'a list');
    expect(log.text()).not.toContain(TOKEN);
    expect(log.text().match(/\[redacted\]/g)).toHaveLength(3);
    expect(log.text().match(/kept/g)).toHaveLength(2);
  });

  it('prints no secret, wherever it stands', () => {
    const log = recordLog();
    const secret = new Secret(TOKEN);
    log.logger.info({ secret, deep: { down: [{ secret }] } }, 'a secret: %s %j %o', secret, { secret }, secret);
    expect(log.text()).not.toContain(TOKEN);
    expect(log.text()).toContain('[secret]');
  });
});
