import { people, startEmulator, type Emulator } from '../index.js';
import { signIn } from '../spec-support.js';
import { askGraph, follow, graphClient, tokenOf } from './spec-support.js';

describe('the directory at Graph', () => {
  let emulator: Emulator;
  let token: string;

  beforeAll(async () => {
    emulator = await startEmulator({ apps: [graphClient(['User.Read.All', 'Group.Read.All', 'Calendars.Read'])] });
    token = await tokenOf(emulator, people.ordinary);
  });

  afterAll(() => emulator.close());

  const ask = (request: string, body?: unknown) => askGraph(emulator, token, request, body);
  const namesIn = async (request: string) => (await ask(request)).body.value?.map(({ displayName }) => displayName);

  describe('knows a user', () => {
    it.each([
      ['an object id', `/users/${people.admin.oid}`],
      ['a user principal name', `/users/${people.admin.userPrincipalName.toUpperCase()}`],
      ['a key in parentheses', `/users('${people.admin.oid}')`],
      ['a named key in parentheses', `/users(id='${people.admin.oid}')`],
      ['words in any case', `/USERS/${people.admin.oid}`],
    ])('by %s', async (_which, path) => {
      expect((await ask(`GET ${path}`)).body).toMatchObject({ id: people.admin.oid, displayName: 'Ada Admin' });
    });

    it('with properties that are answered only when they are selected', async () => {
      const { body } = await ask(
        'GET /me?$select=accountEnabled,userType,department,onPremisesSyncEnabled,proxyAddresses',
      );
      expect(body).toEqual({
        '@odata.context': `${emulator.origin}/v1.0/$metadata#users(accountEnabled,userType,department,onPremisesSyncEnabled,proxyAddresses)/$entity`,
        accountEnabled: true,
        proxyAddresses: ['SMTP:ordinary@emulated.example'],
        userType: 'Member',
        department: null,
        onPremisesSyncEnabled: null,
      });
    });

    it('in both versions, each with links of its own', async () => {
      const { body } = await ask('GET /beta/me?$select=id');
      expect(body).toEqual({
        '@odata.context': `${emulator.origin}/beta/$metadata#users(id)/$entity`,
        id: people.ordinary.oid,
      });
    });

    it('of no other tenant', async () => {
      expect((await ask(`GET /users/${people.otherTenant.oid}`)).status).toBe(404);
      expect(await namesIn('GET /users')).not.toContain(people.otherTenant.displayName);
    });
  });

  it('tells who somebody reports to, and of somebody who reports to nobody', async () => {
    expect((await ask('GET /me/manager?$select=id,displayName')).body).toEqual({
      '@odata.context': `${emulator.origin}/v1.0/$metadata#directoryObjects(id,displayName)/$entity`,
      '@odata.type': '#microsoft.graph.user',
      displayName: 'Ada Admin',
      id: people.admin.oid,
    });
    expect(await ask(`GET /users/${people.admin.oid}/manager`)).toMatchObject({
      status: 404,
      body: { error: { code: 'Request_ResourceNotFound', message: expect.stringContaining("'manager'") as string } },
    });
  });

  describe('lists users', () => {
    it('page by page, each link with what was asked for', async () => {
      const names: unknown[] = [];
      let { body } = await ask('GET /users?$select=displayName&$top=3');
      const [first] = [String(body['@odata.nextLink'])];
      expect(first).toMatch(/\/v1\.0\/users\?\$select=displayName&\$top=3&\$skiptoken=[\w-]+$/);
      for (let pages = 1; ; pages += 1) {
        names.push(...(body.value ?? []).map(({ displayName }) => displayName));
        if (body['@odata.nextLink'] === undefined) break;
        expect(body.value).toHaveLength(3);
        ({ body } = await follow(emulator, token, body['@odata.nextLink']));
      }
      const everybody = emulator.people.filter(({ tid }) => tid === emulator.tenantId);
      expect(names).toEqual(everybody.map(({ displayName }) => displayName));
    });

    it.each([
      ["mail eq 'admin@emulated.example'", ['Ada Admin']],
      ["mail eq 'ADMIN@emulated.example'", ['Ada Admin']],
      ['mail eq null', ['Noah Nomail']],
      ["givenName eq 'Ada' and surname eq 'Admin'", ['Ada Admin']],
      ["givenName eq 'Ada' and surname eq 'Ordinary'", []],
      ["displayName eq 'Ada and Bert'", []],
      ["displayName eq 'O''Neill'", []],
    ])('of whom %s', async (filter, names) => {
      expect(await namesIn(`GET /users?$filter=${encodeURIComponent(filter)}`)).toEqual(names);
    });
  });

  describe('tells of groups', () => {
    it('that somebody is in, and those that these are in', async () => {
      expect(await namesIn('GET /me/memberOf')).toEqual(['Retail', 'Newsletter']);
      expect(await namesIn('GET /me/transitiveMemberOf')).toEqual(['Retail', 'Newsletter', 'All staff']);
      expect(await namesIn('GET /me/memberOf/microsoft.graph.group?$select=displayName')).toEqual([
        'Retail',
        'Newsletter',
      ]);
    });

    it('by nothing but their ids to whoever may not read groups', async () => {
      const { access_token: poor } = await signIn(emulator, people.admin);
      const path = '/memberOf?$select=id,displayName';
      const seen = (await ask(`GET /users/${people.admin.oid}${path}`)).body.value;
      const { body } = await askGraph(emulator, poor, `GET /me${path}`);
      expect(seen?.map(({ displayName }) => displayName)).toEqual(['Administrators']);
      expect(body.value).toEqual(seen?.map((group) => ({ ...group, displayName: null })));
    });

    it('as ids, all or security groups alone, and which of some', async () => {
      const groups = (await ask('GET /me/transitiveMemberOf')).body.value ?? [];
      const idOf = (name: string) => groups.find(({ displayName }) => displayName === name)?.['id'];
      const all = await ask('POST /me/getMemberObjects', { securityEnabledOnly: false });
      expect(all.body).toEqual({
        '@odata.context': `${emulator.origin}/v1.0/$metadata#Collection(Edm.String)`,
        value: groups.map(({ id }) => id),
      });
      const secure = await ask('POST /me/getMemberGroups', { securityEnabledOnly: true });
      expect(secure.body.value).toEqual([idOf('Retail'), idOf('All staff')]);
      const groupIds = [idOf('All staff'), '11111111-1111-4111-8111-111111111111'];
      expect((await ask('POST /me/checkMemberGroups', { groupIds })).body.value).toEqual([idOf('All staff')]);
    });
  });

  it('tells of the tenant', async () => {
    const { body } = await ask('GET /organization?$select=id,displayName,verifiedDomains');
    expect(body.value).toEqual([
      {
        id: emulator.tenantId,
        displayName: 'Emulated organization',
        verifiedDomains: [expect.objectContaining({ name: 'emulated.example', isDefault: true })],
      },
    ]);
    expect((await ask(`GET /organization/${emulator.tenantId}`)).body).toMatchObject({ id: emulator.tenantId });
  });

  describe('shows a calendar', () => {
    const week = 'startDateTime=2026-01-05T00:00:00Z&endDateTime=2026-01-10T00:00:00Z';

    it('between two times, page by page', async () => {
      const { body } = await ask(`GET /me/calendarView?${week}&$top=5`);
      expect(body.value?.[0]).toMatchObject({
        subject: 'Stand-up',
        start: { dateTime: '2026-01-05T09:00:00.0000000', timeZone: 'UTC' },
        end: { dateTime: '2026-01-05T09:15:00.0000000', timeZone: 'UTC' },
      });
      expect(body['@odata.nextLink']).toMatch(/\$skip=5$/);
      const rest = await follow(emulator, token, body['@odata.nextLink']);
      expect(rest.body.value?.map(({ subject }) => subject)).toEqual(['Stand-up', 'Review of the week']);
      expect(rest.body['@odata.nextLink']).toBeUndefined();
    });

    it('ten to a page unless told otherwise', async () => {
      const { body } = await ask('GET /me/calendarView?startDateTime=2026-01-05&endDateTime=2026-02-05');
      expect(body.value).toHaveLength(10);
    });

    it.each([
      ['UTC where no offset is given', '2026-01-05T09:14:00', '2026-01-05T10:00:00', 1],
      ['an offset', '2026-01-05T10:14:00+01:00', '2026-01-05T10:20:00+01:00', 1],
      ['the end itself no more', '2026-01-05T09:15:00Z', '2026-01-05T10:00:00Z', 0],
    ])('reading times with %s', async (_which, start, end, count) => {
      const query = new URLSearchParams({ startDateTime: start, endDateTime: end });
      expect((await ask(`GET /me/calendarView?${query.toString()}`)).body.value).toHaveLength(count);
    });
  });
});
