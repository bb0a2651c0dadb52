import { inspect } from 'node:util';
import express from 'express';
import fc from 'fast-check';
import { ConfigurationError } from './configuration-error.js';
import { type Configuration, createConfiguration, mayCall } from './configuration.js';
import { environment, type VariableName } from './environment.js';
import { Secret } from './secret.js';

const TENANT = '11111111-1111-4111-8111-111111111111';
const CLIENT = '22222222-2222-4222-8222-222222222222';
const REQUIRED = { TENANT_ID: TENANT, CLIENT_ID: CLIENT, CLIENT_SECRET: 'value~of.a-client-secret' };
const LONG_SECRET = 'a-secret-of-thirty-two-characters';
const PRODUCTION = {
  ...REQUIRED,
  NODE_ENV: 'production',
  SESSION_SECRET: LONG_SECRET,
  ALLOW_MEMORY_STORE: 'true',
};

type Env = Record<string, string | undefined>;

function configured(env: Env = {}): Configuration {
  return createConfiguration({ ...REQUIRED, ...env });
}

function refusal(env: Env): ConfigurationError {
  try {
    createConfiguration(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('the environment was accepted');
}

function problemNames(env: Env): string[] {
  return refusal(env).problems.map(({ name }) => name);
}

function problemMessage(name: string, env: Env): string | undefined {
  return refusal(env).problems.find((problem) => problem.name === name)?.message;
}

describe('createConfiguration', () => {
  it('needs three variables and has defaults for the rest', () => {
    expect(configured()).toEqual({
      production: false,
      http: {
        baseUrl: 'http://localhost:5000',
        port: 5000,
        secure: false,
        trustProxy: false,
        signInRateLimit: 60,
      },
      entra: {
        tenantId: TENANT,
        allowedTenants: [TENANT],
        clientId: CLIENT,
        clientSecret: expect.any(Secret) as Secret,
        cloudInstance: 'https://login.microsoftonline.com',
        redirectUri: 'http://localhost:5000/getAToken',
        scopes: ['User.Read'],
      },
      graph: { baseUrl: 'https://graph.microsoft.com/v1.0' },
      session: {
        secrets: [expect.any(Secret)],
        secretIsEphemeral: true,
        idleSeconds: 3600,
        absoluteSeconds: 43_200,
      },
      redis: undefined,
      deadlines: {
        discoveryMs: 5000,
        tokenMs: 10_000,
        graphTryMs: 5000,
        graphMs: 10_000,
        storeMs: 2000,
      },
      limits: { headersMs: 10_000, requestMs: 30_000, headerBytes: 16_384, bodyBytes: 102_400 },
      drainMs: 5000,
      log: { level: 'info' },
    });
  });

  it('keeps the client secret as it was given', () => {
    expect(configured().entra.clientSecret.reveal()).toBe('value~of.a-client-secret');
  });

  describe('what is wrong', () => {
    it('is told all at once, by name', () => {
      const env = { CLIENT_ID: 'nonsense', PORT: '70000', LOG_LEVEL: 'loud', REDIS_URL: 'http://somewhere' };
      const error = refusal(env);
      expect(error.problems.map(({ name }) => name).sort()).toEqual(
        ['CLIENT_ID', 'CLIENT_SECRET', 'LOG_LEVEL', 'PORT', 'REDIS_URL', 'TENANT_ID'].sort(),
      );
      for (const { name, message } of error.problems) expect(error.message).toContain(`${name} ${message}.`);
      expect(error.message).toMatch(/^The configuration has 6 problems:/);
    });

    it('is told once for each variable', () => {
      const names = problemNames({ NODE_ENV: 'production', TENANT_ID: 'x', SESSION_SECRET: 'short' });
      expect(names).toEqual([...new Set(names)]);
    });

    it('is counted in the singular when it is one thing', () => {
      expect(refusal({ ...REQUIRED, PORT: 'x' }).message).toMatch(/^The configuration has 1 problem:/);
    });

    it('names the three variables that have no default when nothing is set', () => {
      expect(problemNames({}).sort()).toEqual(['CLIENT_ID', 'CLIENT_SECRET', 'TENANT_ID']);
    });
  });

  describe('no value of a variable is in the error', () => {
    const MARKER = 'mArKeR7f3a';
    const MARKED_GUID = 'cafe7f3a-0000-4000-8000-00000000cafe';
    const bad: Record<VariableName, string> = {
      NODE_ENV: MARKER, // never bad; must not be printed either
      TENANT_ID: MARKER,
      CLIENT_ID: `${MARKED_GUID}-${MARKER}`,
      CLIENT_SECRET: MARKED_GUID,
      ALLOWED_TENANTS: `${TENANT}, ${MARKER}`,
      CLOUD_INSTANCE: `http://${MARKER}.example`,
      SCOPES: ` , , `, // can hold nothing and be bad
      GRAPH_API_ENDPOINT: `https://graph.example/${MARKER}?${MARKER}`,
      BASE_URL: `https://user:${MARKER}@service.example`,
      PORT: `${MARKER}5000`,
      TRUST_PROXY: `10.0.0.0/8,${MARKER}`,
      SIGN_IN_RATE_LIMIT: MARKER,
      SESSION_SECRET: `${LONG_SECRET}, ${MARKER}`,
      REDIS_URL: `redis://${MARKER}:${MARKER}@redis.example/${MARKER}`,
      REDIS_CLUSTER: MARKER,
      REDIS_SENTINEL_MASTER: `${MARKER}?`,
      SESSION_IDLE_SECONDS: `${MARKER}`,
      SESSION_ABSOLUTE_SECONDS: `-1${MARKER}`,
      ALLOW_MEMORY_STORE: MARKER,
      LOG_LEVEL: MARKER,
    };
    const others = {
      AZURE_TENANT_ID: MARKER,
      AZURE_CLIENT_ID: MARKER,
      CLIENT_CERTIFICATE_PATH: `/${MARKER}.pem`,
    };
    const unmarked = (error: ConfigurationError) => {
      const everything = `${error.message}\n${error.stack}\n${inspect(error, { depth: 9, showHidden: true })}`;
      expect(everything.toLowerCase()).not.toContain(MARKER.toLowerCase());
      expect(everything.toLowerCase()).not.toContain(MARKED_GUID);
    };

    it.each(Object.entries(bad))('not of %s', (name, value) => {
      const error = refusal({ [name]: value });
      unmarked(error);
      if (name !== 'NODE_ENV') expect(error.problems.map((problem) => problem.name)).toContain(name);
    });

    it.each(Object.entries(others))('not of %s', (name, value) => unmarked(refusal({ [name]: value })));

    it('not of all of them together, and each is named', () => {
      const error = refusal({ ...bad, ...others });
      unmarked(error);
      const expected = Object.keys(environment).filter((name) => name !== 'NODE_ENV');
      expect(error.problems.map(({ name }) => name)).toEqual(expect.arrayContaining(expected));
    });

    it('not of a good client secret beside a bad variable', () => {
      unmarked(refusal({ ...REQUIRED, CLIENT_SECRET: MARKER, SESSION_SECRET: MARKER.repeat(4), PORT: 'x' }));
    });
  });

  describe('an empty value', () => {
    it.each(['', ' ', '\t '])('counts as unset: %j', (empty) => {
      const names = Object.keys(environment).filter((name) => !(name in REQUIRED));
      const env = Object.fromEntries([...names, 'CLIENT_CERTIFICATE_PATH'].map((name) => [name, empty]));
      const { session, ...rest } = configured(env);
      const { session: defaults, ...expected } = configured();
      expect(rest).toEqual(expected);
      expect(session).toEqual(defaults);
      expect(problemNames({ ...REQUIRED, CLIENT_SECRET: empty })).toEqual(['CLIENT_SECRET']);
    });

    it('is not part of a value: space around it is dropped', () => {
      expect(configured({ LOG_LEVEL: ' debug ' }).log.level).toBe('debug');
    });
  });

  describe('a value in quotes', () => {
    it.each(Object.keys(environment))('is a problem of %s, with what to do', (name) => {
      for (const value of ['"value"', "'value'", '""']) {
        const problem = refusal({ ...REQUIRED, [name]: value }).problems.find((one) => one.name === name);
        expect(problem?.message).toMatch(/quotes.*remove them/);
      }
    });

    it.each(['"', 'a"b"', '"a" b', `"a'`])('is none when not the whole of it is: %s', (value) => {
      expect(configured({ CLIENT_SECRET: value }).entra.clientSecret.reveal()).toBe(value);
    });
  });

  describe('the ids', () => {
    it('are not the same: whoever copied one twice is told so', () => {
      const { problems } = refusal({ ...REQUIRED, CLIENT_ID: TENANT.toUpperCase() });
      expect(problems).toEqual([
        {
          name: 'CLIENT_ID',
          message: expect.stringMatching(/TENANT_ID.*Application \(client\) ID/) as unknown,
        },
      ]);
    });

    it('come from the names that Azure injects when ours are unset or empty', () => {
      const { entra } = createConfiguration({
        CLIENT_SECRET: 's',
        TENANT_ID: '',
        AZURE_TENANT_ID: TENANT,
        AZURE_CLIENT_ID: CLIENT,
      });
      expect(entra).toMatchObject({ tenantId: TENANT, clientId: CLIENT });
    });

    it('come from our names when both are set', () => {
      const { entra } = configured({ AZURE_TENANT_ID: CLIENT, AZURE_CLIENT_ID: TENANT });
      expect(entra).toMatchObject({ tenantId: TENANT, clientId: CLIENT });
    });

    it('are refused under our name when the injected one is bad', () => {
      expect(problemNames({ ...REQUIRED, TENANT_ID: undefined, AZURE_TENANT_ID: 'contoso' })).toEqual(['TENANT_ID']);
    });

    it('are lower case, as in tokens', () => {
      const upper = 'ABCDEFAB-CDEF-4ABC-8DEF-ABCDEFABCDEF';
      const other = 'FEDCBAFE-DCBA-4FED-8CBA-FEDCBAFEDCBA';
      const { entra } = configured({ TENANT_ID: upper, CLIENT_ID: other });
      expect(entra).toMatchObject({ tenantId: upper.toLowerCase(), clientId: other.toLowerCase() });
      expect(entra.allowedTenants).toEqual([upper.toLowerCase()]);
    });

    it.each(['contoso.onmicrosoft.com', 'consumers', 'Common', TENANT.slice(1), `${TENANT}/`])(
      'of the tenant can not be %j',
      (tenant) => expect(problemNames({ ...REQUIRED, TENANT_ID: tenant })).toContain('TENANT_ID'),
    );
  });

  describe('an app of many tenants', () => {
    it.each(['organizations', 'common'])('must list whom it lets in with TENANT_ID=%s', (tenant) => {
      expect(problemNames({ ...REQUIRED, TENANT_ID: tenant })).toEqual(['ALLOWED_TENANTS']);
      expect(problemNames({ ...REQUIRED, TENANT_ID: tenant, ALLOWED_TENANTS: ' , ' })).toEqual(['ALLOWED_TENANTS']);
    });

    it('lets in those it lists, separated by commas or spaces', () => {
      const { entra } = configured({
        TENANT_ID: 'organizations',
        ALLOWED_TENANTS: `${TENANT}, ${CLIENT}  ${TENANT.replace(/^1/, 'A')}`,
      });
      expect(entra.tenantId).toBe('organizations');
      expect(entra.allowedTenants).toEqual([TENANT, CLIENT, TENANT.replace(/^1/, 'a')]);
    });

    it('is not what one tenant is: its list is that tenant, whatever ALLOWED_TENANTS says', () => {
      expect(configured({ ALLOWED_TENANTS: CLIENT }).entra.allowedTenants).toEqual([TENANT]);
    });
  });

  describe('an address', () => {
    const names = ['BASE_URL', 'CLOUD_INSTANCE', 'GRAPH_API_ENDPOINT'] as const;
    const read = {
      BASE_URL: (configuration: Configuration) => configuration.http.baseUrl,
      CLOUD_INSTANCE: (configuration: Configuration) => configuration.entra.cloudInstance,
      GRAPH_API_ENDPOINT: (configuration: Configuration) => configuration.graph.baseUrl.replace(/\/v1\.0$/, ''),
    };
    const each = (values: string[]) => names.flatMap((name) => values.map((value) => [name, value] as const));

    it.each(each(['https://host.example/', 'https://host.example']))(
      'is kept without its trailing slash: %s=%s',
      (name, value) => expect(read[name](configured({ [name]: value }))).toBe('https://host.example'),
    );

    it.each(each(['http://localhost:5001', 'http://127.0.0.1:5001', 'http://127.1.2.3', 'http://[::1]:5001']))(
      'may be plain http to this machine: %s=%s',
      (name, value) => expect(read[name](configured({ [name]: value }))).toBe(value),
    );

    it.each(
      each([
        'http://host.example',
        'http://localhost.example',
        'http://127.0.0.1.example',
        'http://128.0.0.1',
        'http://0.0.0.0',
      ]),
    )('must not be plain http to another: %s=%s', (name, value) => {
      expect(problemMessage(name, { ...REQUIRED, [name]: value })).toMatch(/https/);
    });

    it.each(
      each([
        'host.example',
        'ftp://host.example',
        'javascript:alert(1)',
        'https://',
        'https://host.example/path',
        'https://host.example/?query',
        'https://host.example/#fragment',
        'https://user@host.example',
        'nonsense',
      ]),
    )('is scheme, host and port alone: %s=%s', (name, value) => {
      expect(problemNames({ ...REQUIRED, [name]: value })).toEqual([name]);
    });
  });

  describe('the public address', () => {
    it('is localhost at PORT by default', () => {
      const { http, entra } = configured({ PORT: '8080' });
      expect(http).toMatchObject({ baseUrl: 'http://localhost:8080', port: 8080, secure: false });
      expect(entra.redirectUri).toBe('http://localhost:8080/getAToken');
    });

    it('is BASE_URL whatever the port, and the redirect URI is made of it', () => {
      const { http, entra } = configured({ BASE_URL: 'https://app.example/', PORT: '8080' });
      expect(http).toMatchObject({ baseUrl: 'https://app.example', port: 8080, secure: true });
      expect(entra.redirectUri).toBe('https://app.example/getAToken');
    });

    it.each([
      ['0', 0],
      ['1', 1],
      ['65535', 65_535],
    ])('is served on port %s', (text, port) => expect(configured({ PORT: text }).http.port).toBe(port));

    it.each(['-1', '65536', '80.5', 'http', 'NaN', 'Infinity'])('is not served on port %s', (text) =>
      expect(problemNames({ ...REQUIRED, PORT: text })).toEqual(['PORT']),
    );
  });

  it.each([
    [undefined, 5000],
    ['production', 5000],
    ['test', 5000],
    ['development', 0],
  ])('gives balancers time to notice that it stops, except in development (NODE_ENV=%s)', (env, drainMs) => {
    const production = { SESSION_SECRET: LONG_SECRET, ALLOW_MEMORY_STORE: 'true' };
    expect(configured({ ...production, NODE_ENV: env }).drainMs).toBe(drainMs);
  });

  describe('SIGN_IN_RATE_LIMIT', () => {
    it.each([
      ['0', 0],
      ['1', 1],
      ['600', 600],
    ])('takes %s', (text, expected) => {
      expect(configured({ SIGN_IN_RATE_LIMIT: text }).http.signInRateLimit).toBe(expected);
    });

    it.each(['-1', '1.5', 'many', 'Infinity', '1000001'])('refuses %s', (text) => {
      expect(problemNames({ ...REQUIRED, SIGN_IN_RATE_LIMIT: text })).toEqual(['SIGN_IN_RATE_LIMIT']);
    });
  });

  describe('TRUST_PROXY', () => {
    it.each([
      ['true', true],
      ['false', false],
      ['0', 0],
      ['2', 2],
      ['loopback', ['loopback']],
      ['loopback, uniquelocal', ['loopback', 'uniquelocal']],
      ['10.0.0.1', ['10.0.0.1']],
      ['10.0.0.0/8,fd00::/8 ::1', ['10.0.0.0/8', 'fd00::/8', '::1']],
      ['10.0.0.1/32', ['10.0.0.1/32']],
      ['::1/128', ['::1/128']],
    ])('may be %s, and Express takes it', (text, expected) => {
      const { trustProxy } = configured({ TRUST_PROXY: text }).http;
      expect(trustProxy).toEqual(expected);
      expect(() => express().set('trust proxy', trustProxy)).not.toThrow();
    });

    it.each([
      'yes',
      'TRUE',
      '-1',
      '1.5',
      '100',
      'proxy.example',
      '10.0.0.0/33',
      '::1/129',
      '10.0.0.0/',
      '10.0.0.0/0',
      '10.0.0.0/8/8',
      '10.0.0.0/-8',
      '10.0.0',
      'loopback/8',
      '10.0.0.1,else',
    ])('can not be %s, which Express would not take or would misread', (text) =>
      expect(problemNames({ ...REQUIRED, TRUST_PROXY: text })).toEqual(['TRUST_PROXY']),
    );
  });

  describe('SESSION_SECRET', () => {
    const reveal = (env: Env) => configured(env).session.secrets.map((secret) => secret.reveal());

    it('is a list: the first is the current one', () => {
      const older = LONG_SECRET.replace('a', 'b');
      expect(reveal({ SESSION_SECRET: LONG_SECRET })).toEqual([LONG_SECRET]);
      expect(reveal({ SESSION_SECRET: `${LONG_SECRET} , ${older}` })).toEqual([LONG_SECRET, older]);
      expect(configured({ SESSION_SECRET: LONG_SECRET }).session.secretIsEphemeral).toBe(false);
    });

    it('has 32 characters at least in each entry', () => {
      expect(reveal({ SESSION_SECRET: 'x'.repeat(32) })).toHaveLength(1);
      for (const bad of ['x'.repeat(31), `${LONG_SECRET},${'x'.repeat(31)}`, `${LONG_SECRET},`]) {
        expect(problemMessage('SESSION_SECRET', { ...REQUIRED, SESSION_SECRET: bad })).toMatch(/32/);
      }
    });

    it('is made anew at each start when it is unset', () => {
      const [first] = reveal({});
      const [second] = reveal({});
      expect(first?.length).toBeGreaterThanOrEqual(32);
      expect(second).not.toBe(first);
    });
  });

  describe('how long a session lasts', () => {
    it('is any positive number of seconds', () => {
      const { session } = configured({ SESSION_IDLE_SECONDS: '0.5', SESSION_ABSOLUTE_SECONDS: '90' });
      expect(session).toMatchObject({ idleSeconds: 0.5, absoluteSeconds: 90 });
    });

    it.each(['0', '-1', 'an hour', '1h', 'NaN', 'Infinity'])('is not %s', (text) => {
      const names = ['SESSION_IDLE_SECONDS', 'SESSION_ABSOLUTE_SECONDS'];
      const env = { ...REQUIRED, ...Object.fromEntries(names.map((name) => [name, text])) };
      expect(problemNames(env).sort()).toEqual([...names].sort());
    });
  });

  it('takes scopes separated by commas or spaces', () => {
    expect(configured({ SCOPES: 'User.Read, Mail.Read  Files.Read' }).entra.scopes).toEqual([
      'User.Read',
      'Mail.Read',
      'Files.Read',
    ]);
    expect(problemNames({ ...REQUIRED, SCOPES: ',' })).toEqual(['SCOPES']);
  });

  it('tells the Secret ID from the secret, which people mix up', () => {
    const env = { ...REQUIRED, CLIENT_SECRET: '33333333-3333-4333-8333-333333333333' };
    expect(problemMessage('CLIENT_SECRET', env)).toMatch(/Secret ID.*Value/);
  });

  it.each([['CLIENT_CERTIFICATE_PATH', '/run/certificate.pem']])('refuses %s instead of ignoring it', (name, value) =>
    expect(problemNames({ ...REQUIRED, [name]: value })).toEqual([name]),
  );

  describe('with REDIS_URL', () => {
    const WITH_REDIS = { ...REQUIRED, SESSION_SECRET: LONG_SECRET, REDIS_URL: 'redis://redis.example' };

    it('sessions are in Redis', () => {
      expect(createConfiguration(WITH_REDIS).redis).toMatchObject({
        host: 'redis.example',
        port: 6379,
        cluster: false,
      });
    });

    it('needs a session secret that outlives the process, in development, too', () => {
      const env = { ...WITH_REDIS, SESSION_SECRET: undefined };
      expect(problemMessage('SESSION_SECRET', env)).toMatch(/REDIS_URL/);
      expect(problemNames(env)).toEqual(['SESSION_SECRET']);
    });

    it('may mean a cluster', () => {
      expect(createConfiguration({ ...WITH_REDIS, REDIS_CLUSTER: 'true' }).redis?.cluster).toBe(true);
    });

    it('means a cluster only without a database number, of which a cluster has 0 alone', () => {
      const env = { ...WITH_REDIS, REDIS_CLUSTER: 'true' };
      expect(problemNames({ ...env, REDIS_URL: 'redis://redis.example/3' })).toEqual(['REDIS_URL']);
      expect(createConfiguration({ ...env, REDIS_URL: 'redis://redis.example/0' }).redis?.database).toBe(0);
    });

    it('must say where the cluster is', () => {
      expect(problemNames({ ...REQUIRED, REDIS_CLUSTER: 'true' })).toEqual(['REDIS_URL']);
      expect(configured({ REDIS_CLUSTER: 'false' }).redis).toBeUndefined();
    });

    describe('and a list of addresses in it', () => {
      const LIST = 'redis://:secret@one.example:26379/2, redis://two.example:26380,redis://three.example';

      const redisOf = (env: Record<string, string>) => createConfiguration({ ...WITH_REDIS, ...env }).redis;

      it('they are sentinels that know the master by its name', () => {
        expect(redisOf({ REDIS_URL: LIST, REDIS_SENTINEL_MASTER: 'my.master-1' })).toMatchObject({
          host: 'one.example',
          port: 26379,
          database: 2,
          others: [
            { host: 'two.example', port: 26380 },
            { host: 'three.example', port: 6379 },
          ],
          cluster: false,
          sentinelMaster: 'my.master-1',
        });
        expect(redisOf({ REDIS_SENTINEL_MASTER: 'master' })).toMatchObject({ host: 'redis.example', others: [] });
      });

      it('they are nodes of a cluster', () => {
        const nodes = redisOf({ REDIS_URL: 'redis://one.example,redis://two.example:7000', REDIS_CLUSTER: 'true' });
        expect(nodes).toMatchObject({ cluster: true, others: [{ host: 'two.example', port: 7000 }] });
      });

      it.each<[string, Record<string, string | undefined>, string]>([
        ['neither', { REDIS_URL: LIST }, 'REDIS_URL'],
        ['both', { REDIS_CLUSTER: 'true', REDIS_SENTINEL_MASTER: 'master' }, 'REDIS_SENTINEL_MASTER'],
        ['no address', { REDIS_URL: undefined, REDIS_SENTINEL_MASTER: 'master' }, 'REDIS_URL'],
        ['no master', { REDIS_SENTINEL_MASTER: 'my master' }, 'REDIS_SENTINEL_MASTER'],
      ])('not %s', (_what, env, name) => {
        expect(problemNames({ ...WITH_REDIS, ...env })).toEqual([name]);
      });
    });
  });

  describe('in production', () => {
    it('starts when all its rules are kept', () => {
      expect(createConfiguration(PRODUCTION)).toMatchObject({
        production: true,
        session: { secretIsEphemeral: false },
      });
    });

    it.each([
      ['a session secret', 'SESSION_SECRET', undefined],
      ['https to Entra', 'CLOUD_INSTANCE', 'http://localhost:5001'],
      ['https to Graph', 'GRAPH_API_ENDPOINT', 'http://127.0.0.1:5001'],
    ])('asks for %s (%s=%s)', (_rule, name, value) => {
      expect(problemNames({ ...PRODUCTION, [name]: value })).toEqual([name]);
    });

    it.each([undefined, 'false'])('asks for Redis unless memory is accepted (%s)', (accepted) => {
      const env = { ...PRODUCTION, ALLOW_MEMORY_STORE: accepted };
      expect(problemNames(env)).toEqual(['REDIS_URL']);
      expect(problemMessage('REDIS_URL', env)).toContain('ALLOW_MEMORY_STORE=true');
      const withRedis = createConfiguration({ ...env, REDIS_URL: 'rediss://redis.example' });
      expect(withRedis.redis?.tls).toBe(true);
    });

    it('is meant by NODE_ENV in any case of letters', () => {
      expect(configured({ ...PRODUCTION, NODE_ENV: 'Production' }).production).toBe(true);
    });

    it.each(['development', 'test', 'prod'])('is not what NODE_ENV=%s means', (value) => {
      expect(configured({ NODE_ENV: value }).production).toBe(false);
    });
  });

  it('is frozen all the way down', () => {
    const configuration = configured({ TRUST_PROXY: 'loopback' });
    const unfrozen: string[] = [];
    const visit = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null || value instanceof Secret) return;
      if (!Object.isFrozen(value)) unfrozen.push(path);
      for (const [name, inner] of Object.entries(value)) visit(inner, `${path}.${name}`);
    };
    visit(configuration, 'configuration');
    expect(unfrozen).toEqual([]);
    expect(() => Object.assign(configuration.http, { port: 1 })).toThrow(TypeError);
  });
});

describe('an environment of any kind', () => {
  const MARKER = 'mArKeR7f3a';
  const names = [...Object.keys(environment), 'AZURE_TENANT_ID', 'AZURE_FEDERATED_TOKEN_FILE', 'REDIS_URL'];
  const piece = fc.oneof(
    fc.constantFrom(
      'https://',
      'http://',
      'localhost',
      ':',
      '/',
      '@',
      '?',
      '#',
      ',',
      ' ',
      '-',
      '.',
      '[::1]',
      '10.0.0.0',
    ),
    fc.constantFrom('0', '1', '8', '32', '128', '5000', '99999', 'true', 'false', 'production', 'common', 'loopback'),
    fc.constantFrom(TENANT, LONG_SECRET, MARKER, '\n', '\0', '1e3', '0x10', 'NaN', '__proto__', '%', 'host.example'),
    fc.string({ unit: 'binary', maxLength: 10 }),
  );
  const value = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  const environments = fc.tuple(
    fc.constantFrom<Env>({}, REQUIRED, PRODUCTION),
    fc.dictionary(fc.constantFrom(...names), fc.oneof(value, piece), { noNullPrototype: true }),
  );

  const app = express();

  it('is a whole configuration that Express can take, or refused by name and without a value', () => {
    fc.assert(
      fc.property(environments, ([known, more]) => {
        try {
          const { http, entra, graph } = createConfiguration({ ...known, ...more });
          app.set('trust proxy', http.trustProxy);
          expect(http.baseUrl).toBe(new URL(http.baseUrl).origin);
          for (const address of [http.baseUrl, entra.cloudInstance, graph.baseUrl]) {
            expect(mayCall({ production: false }, address)).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
          expect(error.problems.length).toBeGreaterThan(0);
          expect(`${error.stack} ${inspect(error.problems)}`).not.toContain(MARKER);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('mayCall', () => {
  it.each([
    ['https://login.microsoftonline.com/x', true, true],
    ['https://localhost:5001', true, true],
    ['http://localhost:5001/keys', true, false],
    ['http://127.0.0.1:5001', true, false],
    ['http://[::1]:5001', true, false],
    ['http://host.example', false, false],
    ['http://localhost.example', false, false],
    ['http://localhost@host.example', false, false],
    ['ftp://localhost', false, false],
    ['file:///etc/passwd', false, false],
    ['javascript:alert(1)', false, false],
    ['/relative', false, false],
    ['', false, false],
  ])('of %j is %s in development and %s in production', (url, development, production) => {
    expect(mayCall({ production: false }, url)).toBe(development);
    expect(mayCall({ production: true }, url)).toBe(production);
  });
});
