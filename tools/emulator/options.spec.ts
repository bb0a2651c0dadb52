import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorCommandLine } from './command-line.js';
import { people, startEmulator, type EmulatorOptions } from './index.js';
import { signIn } from './spec-support.js';

const APP = { clientId: '33333333-4444-4555-8666-777777777777' };

describe('the options', () => {
  it.each<[unknown, string]>([
    [{ prot: 1 }, "there is no 'prot'. Did you mean 'port'?"],
    [{ port: '5001' }, 'port: Invalid input: expected number, received string'],
    [{ tenantId: 'contoso' }, 'tenantId: must be a GUID'],
    [{ app: { clientId: 'id' } }, 'app.clientId: must be a GUID'],
    [{ publicOrigin: 'entra:5001' }, 'publicOrigin: must be an http or https address'],
    [{ people: [{ key: 'a', oid: '7' }] }, 'people[0].oid: must be a GUID'],
    [{ people: [{ key: 'a', disPlayName: 'A' }] }, "people[0]: there is no 'disPlayName'. Did you mean 'displayName'?"],
    [{ apps: [{ secrets: [] }] }, 'apps[0].clientId: must be a GUID'],
    [{ apps: [{ ...APP, certificates: ['PEM'] }] }, 'apps[0].certificates[0]: must be an X.509 certificate, as PEM'],
    [{ app: { redirectUris: ['callback'] } }, 'app.redirectUris[0]: must be an absolute URI'],
    [{ app: { clientSecrets: [] } }, "app: there is no 'clientSecrets'. Did you mean 'clientSecret'?"],
    [{ people: [{ key: 'a' }, { key: 'a' }] }, "people[1].key: somebody else has 'a', too"],
    [{ cloud: 'usGovernement' }, 'cloud: Invalid option: expected one of "global"|"usGovernment"|"china"|"externalId"'],
    [{ now: 7 }, 'now: must be a function'],
    [{ publicOrigin: 'https://entra:5001/tenant' }, 'publicOrigin: must have no path'],
    [{ apis: ['api://orders/'] }, "apis[0]: can't end with a slash"],
    [{ apps: [{ ...APP, identifierUris: ['api://orders/'] }] }, "apps[0].identifierUris[0]: can't end with a slash"],
    [
      { apps: [{ ...APP, signInAudience: 'Everybody' }] },
      'apps[0].signInAudience: Invalid option: expected one of "AzureADMyOrg"|"AzureADMultipleOrgs"|' +
        '"AzureADandPersonalMicrosoftAccount"|"PersonalMicrosoftAccount"',
    ],
    [{ apps: [{ ...APP, scopes: [{ value: 'Read', type: 'Anybody' }] }] }, 'apps[0].scopes[0]: Invalid input'],
    [{ people: [{ key: 'a' }, { key: 'A' }] }, "people[1].key: somebody else has 'A', too"],
  ])('are refused by name: %j', async (options, problem) => {
    const started = startEmulator(options as EmulatorOptions);
    await expect(started).rejects.toThrow(new TypeError(`The options of the emulator make no sense:\n${problem}`));
  });

  it('may be what the emulator itself shows: its people, one of them an administrator', async () => {
    const emulator = await startEmulator({ people: Object.values(people) });
    try {
      expect(emulator.person('admin').administrator).toBe(true);
    } finally {
      await emulator.close();
    }
  });

  it('may be people of whom little is said, with ids that are always the same', async () => {
    const tenantId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
    const emulator = await startEmulator({ tenantId, people: [{ key: 'lena', displayName: 'Lena' }] });
    try {
      expect(emulator.person('lena')).toMatchObject({ tid: tenantId, mail: 'lena@emulated.example' });
      expect(emulator.person('lena').oid).toBe('bc921bd2-6f65-42ce-8c62-19c93933e02a');
      expect(await signIn(emulator, emulator.person('lena'))).toHaveProperty('access_token');
    } finally {
      await emulator.close();
    }
  });
});

describe('files of the command line', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'emulator-files-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function parse(option: string, content: string) {
    const file = join(folder, 'list.json');
    await writeFile(file, content);
    return emulatorCommandLine.parse([`--${option}`, file]);
  }

  it('name people and apps', async () => {
    expect(await parse('people', '[{"key":"lena","displayName":"Lena"}]')).toMatchObject({
      people: [{ key: 'lena', displayName: 'Lena' }],
    });
    const app = { ...APP, identifierUris: ['api://orders'] };
    expect(await parse('apps', JSON.stringify([app]))).toMatchObject({ apps: [app] });
  });

  it.each([
    ['people', '{', 'list.json is no JSON'],
    ['people', '{}', 'list.json: Invalid input: expected array'],
    ['people', '[{"displayName":"Lena"}]', 'list.json: [0].key: Invalid input'],
    ['people', '[{"key":"a"},{"key":"b","mial":null}]', "list.json: [1]: there is no 'mial'. Did you mean 'mail'?"],
    ['people', '[{"key":"a"},{"key":"a"}]', "list.json: [1].key: somebody else has 'a', too"],
    ['apps', `[{"clientId":"${APP.clientId}","key":"a"}]`, /list\.json: \[0\]: there is no 'key'\.$/],
    ['apps', '[{"clientId":"x"}]', 'list.json: [0].clientId: must be a GUID'],
  ])('are refused by file, place and field: --%s %s', async (option, content, message) => {
    await expect(parse(option, content)).rejects.toThrow(message);
  });

  it('must be there', () => {
    expect(() => emulatorCommandLine.parse(['--people', join(folder, 'none.json')])).toThrow(
      "none.json can't be read: ENOENT",
    );
    expect(() => emulatorCommandLine.parse(['--tenant', 'contoso'])).toThrow('--tenant takes the tenant id, a GUID');
  });
});
