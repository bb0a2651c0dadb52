import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Secret } from '../../config/secret.js';
import { deriveKey, seal } from '../common/seal.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { type ObservedRecordStore, observedRecordStore } from '../../test/support/observed-record-store.js';
import { type RecordedLog, recordLog } from '../../test/support/recorded-log.js';
import { StoreUnavailableError } from './store.errors.js';
import { newSessionId } from '../session/session-cookie.js';
import { type RecordKind, referenceOf, SealedRecords } from './sealed-records.js';

const schema = z.object({ name: z.string() });
const ADA = { name: 'Ada Lovelace' };

describe('SealedRecords', () => {
  const clock = new ManualClock();
  const expiresAtMs = clock.now() + 60_000;
  let store: ObservedRecordStore;
  let records: SealedRecords;
  let id: Secret;
  let log: RecordedLog;

  beforeEach(() => {
    store = observedRecordStore(clock);
    log = recordLog();
    records = new SealedRecords(store, log.logger);
    id = newSessionId();
  });

  const write = (kind: RecordKind = 'session', sessionId = id) => records.write(kind, sessionId, ADA, expiresAtMs);
  const keyOf = (kind: RecordKind) => [...store.written.keys()].find((key) => key.startsWith(`${kind}:`)) ?? '';
  const sealedOf = (kind: RecordKind) => store.written.get(keyOf(kind)) ?? '';

  it('give back what was written, with version and end', async () => {
    await write();
    expect(await records.read('session', id, schema)).toEqual({ value: ADA, version: 1, expiresAtMs });
  });

  it('have nothing of a session that wrote nothing', async () => {
    expect(await records.read('session', id, schema)).toBeUndefined();
  });

  it('keep the two kinds of one session apart', async () => {
    await records.write('session', id, { name: 'session' }, expiresAtMs);
    await records.write('tokens', id, { name: 'tokens' }, expiresAtMs);
    expect((await records.read('session', id, schema))?.value.name).toBe('session');
    expect((await records.read('tokens', id, schema))?.value.name).toBe('tokens');
  });

  it('replace what was read and refuse to replace what has changed since', async () => {
    await write();
    expect(await records.replace('session', id, { name: 'Grace' }, 1)).toBe(true);
    expect(await records.replace('session', id, { name: 'late' }, 1)).toBe(false);
    expect(await records.read('session', id, schema)).toEqual({
      value: { name: 'Grace' },
      version: 2,
      expiresAtMs,
    });
  });

  it('are added once, and not over what is there', async () => {
    expect(await records.add('session', id, ADA, expiresAtMs)).toBe(true);
    expect(await records.add('session', id, { name: 'Grace' }, expiresAtMs)).toBe(false);
    expect(await records.read('session', id, schema)).toEqual({ value: ADA, version: 1, expiresAtMs });
  });

  it('are neither added nor there any more once the session was barred', async () => {
    const another = newSessionId();
    await write();
    for (const each of [id, another]) {
      await records.bar(referenceOf(each), expiresAtMs);
      expect(await records.add('session', each, ADA, expiresAtMs)).toBe(false);
      expect(await records.read('session', each, schema)).toBeUndefined();
      expect(await records.exists(referenceOf(each))).toBe(false);
    }
  });

  describe('that are read again', () => {
    let opened: number;
    /** Counts what it is given to look at. */
    const counting = z.object({ name: z.string() }).transform((value) => {
      opened += 1;
      return value;
    });
    const read = () => records.read('session', id, counting);
    beforeEach(async () => {
      opened = 0;
      await write();
    });

    it('are opened once, and fetched each time', async () => {
      for (let time = 0; time < 3; time += 1) expect((await read())?.value).toEqual(ADA);
      expect(opened).toBe(1);
      expect(store.called('get')).toBe(3);
    });

    it('are opened anew when they have changed, whoever changed them', async () => {
      await read();
      const elsewhere = new SealedRecords(store, log.logger);
      for (const [version, name] of [
        [1, 'Grace'],
        [2, 'Ada Lovelace'],
      ] as const) {
        await elsewhere.replace('session', id, { name }, version);
        expect(await read()).toEqual({ value: { name }, version: version + 1, expiresAtMs });
      }
      expect(opened).toBe(3);
    });

    it('are not there when they were deleted, whoever deleted them', async () => {
      await read();
      await new SealedRecords(store, log.logger).delete(id);
      expect(await read()).toBeUndefined();
      await write();
      await read();
      await records.delete(id);
      expect(await read()).toBeUndefined();
    });

    it.each<[string, () => Promise<unknown>]>([
      ['replaced', () => records.replace('session', id, { name: 'Grace' }, 1)],
      ['deleted', () => records.delete(id)],
    ])('are not kept open once they were %s', async (_how, change) => {
      const former = sealedOf('session');
      await read();
      await change();
      await store.put(keyOf('session'), former, expiresAtMs);
      expect((await read())?.value).toEqual(ADA);
      expect(opened).toBe(2);
    });

    it('have the end that they have by now, and none when that has passed', async () => {
      await read();
      await store.extend([keyOf('session')], expiresAtMs + 1000);
      expect((await read())?.expiresAtMs).toBe(expiresAtMs + 1000);
      expect(opened).toBe(1);
      await store.extend([keyOf('session')], clock.now());
      expect(await read()).toBeUndefined();
    });

    it('are not there when their bytes were put in the place of another session’s', async () => {
      await read();
      const other = newSessionId();
      await write('session', other);
      const otherKey = [...store.written.keys()].at(-1) ?? '';
      await store.put(otherKey, sealedOf('session'), expiresAtMs);
      expect(await records.read('session', other, counting)).toBeUndefined();
    });

    it('are shared, so nobody can change them', async () => {
      const value = (await read())?.value;
      expect(() => Object.assign(value ?? {}, { name: 'Eve' })).toThrow(TypeError);
      expect((await read())?.value).toEqual(ADA);
    });
  });

  describe('of a session that is read with its tokens', () => {
    const TOKENS = { name: 'tokens' };
    const readTokens = (sessionId = id) => records.read('tokens', sessionId, schema);
    beforeEach(async () => {
      await write();
      await records.write('tokens', id, TOKENS, expiresAtMs);
      store.takeCalls();
    });

    it('come in one round trip', async () => {
      expect(await records.readSessionWithTokens(id, schema)).toEqual({ value: ADA, version: 1, expiresAtMs });
      expect(await readTokens()).toEqual({ value: TOKENS, version: 1, expiresAtMs });
      expect(store.takeCalls()).toEqual(['getAll']);
    });

    it('are taken once: whoever reads the tokens again asks the store', async () => {
      await records.readSessionWithTokens(id, schema);
      await records.replace('tokens', id, { name: 'newer' }, 1);
      expect((await readTokens())?.value).toEqual(TOKENS);
      expect(await readTokens()).toEqual({ value: { name: 'newer' }, version: 2, expiresAtMs });
    });

    it('are taken by this request alone, and not by another of the session', async () => {
      await records.readSessionWithTokens(id, schema);
      await records.replace('tokens', id, { name: 'newer' }, 1);
      expect((await readTokens(new Secret(id.reveal())))?.value.name).toBe('newer');
    });

    it('are not taken when the request has gone on for a second', async () => {
      await records.readSessionWithTokens(id, schema);
      await records.delete(id);
      await new Promise((resolve) => setTimeout(resolve, 1010));
      expect(await readTokens()).toBeUndefined();
    });

    it('are not there without asking again, where there are none', async () => {
      await store.delete([keyOf('tokens')]);
      store.takeCalls();
      expect(await records.readSessionWithTokens(id, schema)).toBeDefined();
      expect(await readTokens()).toBeUndefined();
      expect(store.takeCalls()).toEqual(['getAll']);
    });

    it('stay sealed until they are asked for', async () => {
      await store.put(keyOf('tokens'), 'garbage', expiresAtMs);
      expect((await records.readSessionWithTokens(id, schema))?.value).toEqual(ADA);
      expect(await readTokens()).toBeUndefined();
    });
  });

  it('extend and delete all records of the session, and of no other', async () => {
    const other = newSessionId();
    for (const kind of ['session', 'tokens'] as const) {
      await write(kind);
      await write(kind, other);
    }
    await records.extend(id, expiresAtMs + 1000);
    for (const kind of ['session', 'tokens'] as const) {
      expect((await records.read(kind, id, schema))?.expiresAtMs).toBe(expiresAtMs + 1000);
      expect((await records.read(kind, other, schema))?.expiresAtMs).toBe(expiresAtMs);
    }
    await records.delete(id);
    for (const kind of ['session', 'tokens'] as const) {
      expect(await records.read(kind, id, schema)).toBeUndefined();
      expect(await records.read(kind, other, schema)).toBeDefined();
    }
  });

  it('delete what an earlier version left of a failed refresh', async () => {
    const key = `refresh:{${referenceOf(id)}}`;
    await store.put(key, 'sealed', expiresAtMs);
    await records.delete(id);
    expect(await store.get(key)).toBeUndefined();
  });

  describe('pass over what is sealed for them in another form, and tell the log', () => {
    const dropped = (fields: string[]) =>
      expect(log.lines()).toEqual([expect.objectContaining({ level: 'warn', kind: 'session', fields })]);

    it('with other fields', async () => {
      await records.write('session', id, { name: ['Lovelace'], other: 1 }, expiresAtMs);
      expect(await records.read('session', id, schema)).toBeUndefined();
      dropped(['name']);
      expect(log.text()).not.toContain('Lovelace');
    });

    it.each(['', 'Lovelace', '{"name":"Love', '[1,', 'undefined'])('that is no JSON: %j', async (text) => {
      await write();
      const key = keyOf('session');
      await store.put(key, seal(deriveKey(id, 'session'), text, key), expiresAtMs);
      expect(await records.read('session', id, schema)).toBeUndefined();
      dropped(['']);
      expect(log.text()).not.toContain('Love');
      await write();
      expect((await records.read('session', id, schema))?.value).toEqual(ADA);
    });
  });

  describe('are worthless to whoever reads the store', () => {
    beforeEach(async () => {
      await write('session');
      await write('tokens');
    });

    it('name no session: no key and no value holds the id', () => {
      const everything = JSON.stringify([...store.written]);
      expect(store.written.size).toBe(2);
      for (const form of [
        id.reveal(),
        Buffer.from(id.reveal()).toString('hex'),
        Buffer.from(id.reveal(), 'base64url').toString('hex'),
        Buffer.from(id.reveal()).toString('base64url'),
      ]) {
        expect(everything).not.toContain(form);
      }
    });

    it('hold no plaintext', () => {
      for (const value of store.written.values()) {
        expect(value).not.toContain('Lovelace');
        expect(Buffer.from(value, 'base64url').toString('latin1')).not.toContain(ADA.name);
      }
    });

    it('seal each record differently, though what is in it is the same', () => {
      expect(sealedOf('session')).not.toBe(sealedOf('tokens'));
    });

    it('keep the records of one session in one slot of a cluster', () => {
      const slots = [...store.written.keys()].map((key) => /\{(.+)\}/.exec(key)?.[1]);
      expect(new Set(slots).size).toBe(1);
      expect(slots[0]).toMatch(/^[\w-]{43}$/);
    });

    it('are not readable with the id of another session, even under its key', async () => {
      const other = newSessionId();
      await write('session', other);
      const otherKey = [...store.written.keys()].at(-1) ?? '';
      await store.put(otherKey, sealedOf('session'), expiresAtMs);
      expect(await records.read('session', other, schema)).toBeUndefined();
    });
  });

  describe('that were tampered with are not there', () => {
    it('moved from one kind to the other', async () => {
      await write('session');
      await write('tokens');
      await store.put(keyOf('session'), sealedOf('tokens'), expiresAtMs);
      expect(await records.read('session', id, schema)).toBeUndefined();
    });

    it.each<[string, (sealed: string) => string]>([
      ['cut', (sealed) => sealed.slice(0, -4)],
      ['emptied', () => ''],
      ['replaced by garbage', () => randomUUID()],
      ['replaced by its own plaintext', () => JSON.stringify(ADA)],
      [
        'changed in one letter',
        (sealed) => `${sealed.slice(0, 30)}${sealed[30] === 'A' ? 'B' : 'A'}${sealed.slice(31)}`,
      ],
    ])('%s', async (_how, tamper) => {
      await write();
      await store.put(keyOf('session'), tamper(sealedOf('session')), expiresAtMs);
      expect(await records.read('session', id, schema)).toBeUndefined();
    });
  });

  describe('while the store is down', () => {
    const outage = new Error('connect ECONNREFUSED redis:6379');

    it.each<[string, () => Promise<unknown>]>([
      ['read', () => records.read('session', id, schema)],
      ['write', () => write()],
      ['replace', () => records.replace('session', id, ADA, 1)],
      ['add', () => records.add('session', id, ADA, expiresAtMs)],
      ['read with its tokens', () => records.readSessionWithTokens(id, schema)],
      ['extend', () => records.extend(id, expiresAtMs)],
      ['delete', () => records.delete(id)],
      ['ping', () => records.ping()],
    ])('say so from %s: it is never "not there"', async (_method, call) => {
      await write();
      store.outage = outage;
      const error: unknown = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect(error).toMatchObject({ code: 'store_unavailable', status: 503, cause: outage });
    });
  });
});
