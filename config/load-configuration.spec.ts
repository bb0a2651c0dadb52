import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import { loadConfiguration } from './load-configuration.js';

const TENANT = '11111111-1111-4111-8111-111111111111';
const CLIENT = '22222222-2222-4222-8222-222222222222';
const DOTENV = `# a comment
TENANT_ID=${TENANT}
CLIENT_ID="${CLIENT}"
CLIENT_SECRET='from#the~file' # quoted, so that # is part of it
PORT=5005
`;

describe('loadConfiguration', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'load-configuration-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (text: string) => writeFileSync(join(directory, '.env'), text);

  it('reads .env in the directory', () => {
    write(DOTENV);
    const { entra, http } = loadConfiguration({}, directory);
    expect(entra).toMatchObject({ tenantId: TENANT, clientId: CLIENT });
    expect(entra.clientSecret.reveal()).toBe('from#the~file');
    expect(http.port).toBe(5005);
  });

  it('prefers a real variable', () => {
    write(DOTENV);
    expect(loadConfiguration({ PORT: '6006' }, directory).http.port).toBe(6006);
  });

  it.each(['', '  '])('lets .env count where the real variable is empty: %j', (empty) => {
    write(DOTENV);
    expect(loadConfiguration({ PORT: empty, TENANT_ID: undefined }, directory).http.port).toBe(5005);
  });

  it('needs no .env', () => {
    const env = { TENANT_ID: TENANT, CLIENT_ID: CLIENT, CLIENT_SECRET: 's' };
    expect(loadConfiguration(env, directory).entra.tenantId).toBe(TENANT);
  });

  it('tells every problem of both together', () => {
    write('PORT=nonsense\nTENANT_ID=nonsense\n');
    let problems: string[] = [];
    try {
      loadConfiguration({ LOG_LEVEL: 'loud' }, directory);
    } catch (error) {
      if (error instanceof ConfigurationError) problems = error.problems.map(({ name }) => name).sort();
    }
    expect(problems).toEqual(['CLIENT_ID', 'CLIENT_SECRET', 'LOG_LEVEL', 'PORT', 'TENANT_ID']);
  });

  it('does not pass over a .env that it can not read', () => {
    mkdirSync(join(directory, '.env'));
    expect(() => loadConfiguration({}, directory)).toThrow(/EISDIR/);
  });

  it('reads process.env by default and changes nothing in it', () => {
    write(DOTENV);
    const before = { ...process.env };
    process.env['LOG_LEVEL'] = 'error';
    try {
      const withOurs = { ...process.env };
      expect(loadConfiguration(undefined, directory).log.level).toBe('error');
      expect({ ...process.env }).toEqual(withOurs);
    } finally {
      if (before['LOG_LEVEL'] === undefined) delete process.env['LOG_LEVEL'];
      else process.env['LOG_LEVEL'] = before['LOG_LEVEL'];
    }
    expect({ ...process.env }).toEqual(before);
  });
});
