import { existsSync } from 'node:fs';
import { environment } from '../../../config/environment.js';
import { shownByMicrosoftAlone, shownByMicrosoftToo } from '../../../tools/docs/shown-by-microsoft.js';
import { aadstsTable, interpretAadsts } from './aadsts.js';
import type { AadstsExplanation } from './aadsts-words.js';

const SENTENCE = /^\p{Lu}[^.\n]*\.$/u;
const SENTENCES = /^\p{Lu}[^\n]*[^.\s]\.$/u;
/** How a place begins: a way through the admin center, or a thing outside of it that can be pointed at. */
const PLACE =
  /^(Microsoft Entra admin center → |the environment of this service: |the source of this service: src\/|the (machine|proxy) )/;

/** What Microsoft alone shows is in docs/errors.md only, and is said in the same way. */
const everything = [...aadstsTable, ...shownByMicrosoftAlone];
const rows = everything.map((entry): [string, AadstsExplanation] => [entry.codes.join(', '), entry]);

describe('the table of AADSTS codes', () => {
  it('has no code twice', () => {
    const codes = everything.flatMap((entry) => entry.codes);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it.each(rows)('says of %s in whole sentences what happened and what to do', (_codes, entry) => {
    expect(entry.codes.length).toBeGreaterThan(0);
    expect(entry.happened).toMatch(SENTENCE);
    expect(entry.remedy).toMatch(SENTENCES);
    for (const text of [entry.happened, entry.remedy]) expect(text).not.toMatch(/ {2}|'|AADSTS/);
  });

  it.each(rows.filter(([, { mender }]) => mender === 'administrator' || mender === 'developer'))(
    'says of %s where it is mended',
    (_codes, { place }) => expect(place).toMatch(PLACE),
  );

  it.each(rows.filter(([, { place }]) => place !== undefined))('names places of %s that fit', (_codes, entry) => {
    expect(entry.place).toMatch(PLACE);
    expect(entry.place).not.toMatch(/\.$/);
    const folder = /^the source of this service: (\S+)$/.exec(entry.place ?? '')?.[1];
    if (folder !== undefined) expect(existsSync(folder)).toBe(true);
  });

  it('explains what Microsoft does not always show by itself', () => {
    const codes = aadstsTable.flatMap((entry) => entry.codes);
    expect([...shownByMicrosoftToo].filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('names only variables that this service reads', () => {
    const named = rows.flatMap(([, { happened, remedy, place = '' }]) =>
      [...`${happened} ${remedy} ${place}`.matchAll(/\b(?:SCOPES|[A-Z]+(?:_[A-Z]+)+)\b/g)].map(([name]) => name),
    );
    expect(named).toContain('CLIENT_SECRET');
    expect(named.filter((name) => !(name in environment))).toEqual([]);
  });
});

describe('interpretAadsts', () => {
  it.each([
    ['AADSTS50105', 'administrator', /Users and groups → Add user\/group$/],
    ['AADSTS7000222', 'developer', /Certificates & secrets → New client secret$/],
    ['AADSTS9002325', 'developer', /Authentication → redirect URIs of the platform Web$/],
  ])('knows %s, which is for the %s to mend', (code, mender, place) => {
    const explanation = interpretAadsts(code);
    expect(explanation).toMatchObject({ mender, place: expect.stringMatching(place) as unknown });
    expect(explanation).not.toHaveProperty('lookUpUrl');
  });

  it('finds every code of the table', () => {
    for (const entry of aadstsTable) {
      for (const code of entry.codes) expect(interpretAadsts(`AADSTS${code}`)).toBe(entry);
    }
  });

  it.each(['AADSTS50000', 'AADSTS1', 'AADSTS999999999', 'AADSTS50011'])(
    'says of an unknown code what to hand to whom, and where to look it up: %s',
    (code) => {
      const explanation = interpretAadsts(code);
      expect(explanation).toMatchObject({
        mender: 'administrator',
        lookUpUrl: `https://login.microsoftonline.com/error?code=${code.slice(6)}`,
      });
      expect(explanation?.happened).toMatch(SENTENCE);
      for (const part of ['the code', 'the correlation ID', 'the time', 'administrator']) {
        expect(explanation?.remedy).toContain(part);
      }
    },
  );

  it.each([
    [undefined],
    [''],
    ['50011'],
    ['AADSTS'],
    ['aadsts50011'],
    ['AADSTS1"><script>'],
    ['AADSTS50011\n'],
    [' AADSTS50011'],
    ['AADSTS50011&x=1'],
    ['AADSTS-1'],
    ['AADSTS1e3'],
    ['AADSTS٥٠٠١١'],
    ['AADSTS1234567890'],
    [`AADSTS${'9'.repeat(100_000)}`],
  ])('has nothing to say of what is no such code: %.40j', (code) => {
    expect(interpretAadsts(code)).toBeUndefined();
  });
});
