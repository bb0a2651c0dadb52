import { DEFAULT_TENANT_ID, OTHER_TENANT_ID, people, startEmulator } from './index.js';
import { postToken, refreshForm, signIn } from './spec-support.js';

describe('startEmulator', () => {
  it('rejects in plain words when the port is taken', async () => {
    const first = await startEmulator();
    const port = Number(new URL(first.origin).port);
    await expect(startEmulator({ port })).rejects.toThrow(`Port ${port} is taken by another program.`);
    await first.close();
  });

  it('closes promptly with connections kept alive, and may be closed twice', async () => {
    const emulator = await startEmulator();
    await (await fetch(emulator.origin)).text();
    await emulator.close();
    await emulator.close();
    await expect(fetch(emulator.origin)).rejects.toThrow('fetch failed');
  });

  it('moves the built-in people to the tenant it is given', async () => {
    const tenantId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
    const emulator = await startEmulator({ tenantId, app: { displayName: 'Another app' } });
    try {
      expect(emulator.person('ordinary')).toEqual({ ...people.ordinary, tid: tenantId });
      expect(emulator.person('otherTenant').tid).toBe(OTHER_TENANT_ID);
      expect(emulator.app).toMatchObject({ displayName: 'Another app' });
      expect(await signIn(emulator, people.ordinary)).toHaveProperty('access_token');
    } finally {
      await emulator.close();
    }
  });

  it('takes other people, and says when one is unknown', async () => {
    const somebody = { ...people.ordinary, key: 'somebody', displayName: 'Some Body' };
    const emulator = await startEmulator({ people: [somebody] });
    try {
      expect(emulator.people).toEqual([somebody]);
      expect(() => emulator.person('ordinary')).toThrow("has the key 'ordinary'");
      const { oid } = people.admin;
      expect(() => emulator.revokeSessions(oid)).toThrow(
        new RangeError(`Nobody in this emulator has the object id '${oid}'.`),
      );
      expect(() => emulator.revokeAccessTokens(oid)).toThrow(RangeError);
    } finally {
      await emulator.close();
    }
  });

  it('names the public origin everywhere when something in front of it ends TLS', async () => {
    const publicOrigin = 'https://login.example.test';
    const emulator = await startEmulator({ publicOrigin: `${publicOrigin}/` });
    try {
      expect([emulator.origin, emulator.graphEndpoint]).toEqual([publicOrigin, publicOrigin]);
      const path = `${emulator.tenantId}/v2.0/.well-known/openid-configuration`;
      const answer = await fetch(`http://localhost:${emulator.port}/${path}`);
      const { jwks_uri, ...document } = (await answer.json()) as Record<string, unknown>;
      expect(jwks_uri).toBe(`${publicOrigin}/${emulator.tenantId}/discovery/v2.0/keys`);
      expect(JSON.stringify(document)).not.toContain('http:');
    } finally {
      await emulator.close();
    }
  });

  it('keeps emulators apart', async () => {
    const [one, two] = await Promise.all([startEmulator(), startEmulator()]);
    try {
      one.app.redirectUris.push('http://localhost/elsewhere');
      one.faults.set('keys-503', true);
      expect(two.app.redirectUris).not.toContain('http://localhost/elsewhere');
      expect(two.faults.list()).toEqual([]);
      expect(two.tenantId).toBe(DEFAULT_TENANT_ID);
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  });

  it('has a clock that can be moved', async () => {
    const emulator = await startEmulator({ now: () => Date.parse('2026-03-01T00:00:00Z') });
    try {
      const { refresh_token: token } = await signIn(emulator, people.ordinary);
      emulator.clock.advance(91 * 24 * 3600 * 1000);
      expect(new Date(emulator.clock.now()).toISOString()).toBe('2026-05-31T00:00:00.000Z');
      const { body } = await postToken(emulator, refreshForm(emulator, token));
      expect(body).toMatchObject({ error_codes: [700082], timestamp: '2026-05-31 00:00:00Z' });
      emulator.clock.set(new Date('2026-03-02T00:00:00Z'));
      expect((await postToken(emulator, refreshForm(emulator, token))).status).toBe(200);
      expect(() => emulator.clock.advance(Number.NaN)).toThrow(RangeError);
      expect(() => emulator.clock.set(8.64e15 + 1)).toThrow(RangeError);
      expect(new Date(emulator.clock.now()).toISOString()).toBe('2026-03-02T00:00:00.000Z');
    } finally {
      await emulator.close();
    }
  });

  it('is as at its start once it is reset, at the same address and with the same keys', async () => {
    const emulator = await startEmulator();
    try {
      const { origin } = emulator;
      const keys = async () => (await fetch(`${origin}/common/discovery/v2.0/keys`)).json();
      const before = await keys();
      const { refresh_token: token } = await signIn(emulator, people.ordinary);
      emulator.faults.set('graph-503', true);
      emulator.app.redirectUris = [];
      emulator.tampering.idToken = () => undefined;
      emulator.clock.advance(1e9);
      emulator.reset();
      expect(emulator.origin).toBe(origin);
      expect([emulator.requests, emulator.sessions, emulator.faults.list()]).toEqual([[], [], []]);
      expect(emulator.app.redirectUris).toContain('http://localhost:5000/getAToken');
      expect(Math.abs(emulator.clock.now() - Date.now())).toBeLessThan(1000);
      expect(await keys()).toEqual(before);
      const { body } = await postToken(emulator, refreshForm(emulator, token));
      expect(body).toMatchObject({ error_codes: [9002313] });
      expect(await signIn(emulator, people.ordinary)).toHaveProperty('id_token');
    } finally {
      await emulator.close();
    }
  });

  it('shows no stack when a request cannot be read', async () => {
    const emulator = await startEmulator();
    try {
      const answer = await fetch(`${emulator.origin}/%ZZ/oauth2/v2.0/authorize`);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toBe('The emulator cannot read this request.\n');
    } finally {
      await emulator.close();
    }
  });
});
