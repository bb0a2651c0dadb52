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

function refusal(load: () => unknown): ConfigurationError {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error('not refused');
}

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
    const { problems } = refusal(() => loadConfiguration({ LOG_LEVEL: 'loud' }, directory));
    expect(problems.map(({ name }) => name).sort()).toEqual([
      'CLIENT_ID',
      'CLIENT_SECRET',
      'LOG_LEVEL',
      'PORT',
      'TENANT_ID',
    ]);
  });

  describe('a .env that Windows wrote', () => {
    const text = `TENANT_ID=${TENANT}\r\nCLIENT_ID=${CLIENT}\r\nCLIENT_SECRET=s\r\nPORT=5005\r\n`;
    const writeBytes = (bytes: Buffer) => writeFileSync(join(directory, '.env'), bytes);
    const bigEndian = (utf16: string) => Buffer.from(utf16, 'utf16le').swap16();

    it('is read when it is UTF-8 with a mark at its beginning', () => {
      writeBytes(Buffer.from(`\ufeff${text}`));
      const { entra, http } = loadConfiguration({}, directory);
      expect([entra.tenantId, http.port]).toEqual([TENANT, 5005]);
    });

    it.each([
      ['with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
      ['without a mark', Buffer.from(text, 'utf16le')],
      ['the other way round', bigEndian(`\ufeff${text}`)],
      ['the other way round, without a mark', bigEndian(text)],
    ])('is named, with what to do, when it is UTF-16 %s', (_how, bytes) => {
      writeBytes(bytes);
      const error = refusal(() => loadConfiguration({}, directory));
      expect(error.problems).toEqual([{ name: '.env', message: expect.stringMatching(/UTF-16.*UTF-8/) as unknown }]);
      expect(error.message).not.toContain(TENANT);
    });
  });

  it('names a value that docker left in quotes, and takes those of .env off', () => {
    write(DOTENV);
    const { problems } = refusal(() => loadConfiguration({ CLIENT_SECRET: '"from-docker"' }, directory));
    expect(problems.map(({ name }) => name)).toEqual(['CLIENT_SECRET']);
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
