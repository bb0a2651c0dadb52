import { cpuTimeMs } from '../../test/support/cpu-time.js';
import { TENANT_ID } from '../../test/support/unit-configuration.js';
import { type GraphUser, graphUserSchema } from '../graph/graph-user.js';
import type { SignedInUser } from '../session/signed-in-user.js';
import { initialsOf, profilePage } from './profile-page.js';

const USER: SignedInUser = {
  id: 'object-id',
  tenantId: TENANT_ID,
  name: 'Name of the token',
  username: 'ada@contoso.example',
  roles: ['Admin', 'Reader'],
};
const FULL: GraphUser = {
  id: 'object-id',
  displayName: 'Ada Lovelace',
  givenName: 'Ada',
  surname: 'Lovelace',
  userPrincipalName: 'ada@contoso.example',
  mail: 'ada.lovelace@contoso.example',
  jobTitle: 'Analyst',
  mobilePhone: '+44 1',
  officeLocation: '1/2',
  preferredLanguage: 'en-GB',
  businessPhones: ['+44 2', '+44 3'],
};

const graphUser = (fields: Partial<GraphUser> = {}) => graphUserSchema.parse({ id: 'object-id', ...fields });
const labels = (profile: GraphUser) => profilePage(USER, profile).fields.map(({ label }) => label);

describe('the profile page', () => {
  it('shows what Graph says, in words, and the roles', () => {
    expect(profilePage(USER, FULL)).toEqual({
      name: 'Ada Lovelace',
      initials: 'AL',
      jobTitle: 'Analyst',
      fields: [
        { label: 'Name', value: 'Ada Lovelace' },
        { label: 'Given name', value: 'Ada' },
        { label: 'Surname', value: 'Lovelace' },
        { label: 'User name', value: 'ada@contoso.example' },
        { label: 'E-mail', value: 'ada.lovelace@contoso.example' },
        { label: 'Job title', value: 'Analyst' },
        { label: 'Office', value: '1/2' },
        { label: 'Mobile phone', value: '+44 1' },
        { label: 'Business phones', value: '+44 2, +44 3' },
        { label: 'Preferred language', value: 'en-GB' },
        { label: 'Object ID', value: 'object-id' },
      ],
      roles: ['Admin', 'Reader'],
    });
  });

  it('leaves out what Graph leaves empty', () => {
    expect(labels(graphUser({ displayName: 'Ada', mail: null, jobTitle: '' }))).toEqual(['Name', 'Object ID']);
  });

  it.each<[string, Partial<GraphUser>, string | null, string]>([
    ['Graph’s display name', { displayName: 'Ada', userPrincipalName: 'upn' }, 'Token', 'Ada'],
    ['the name of the ID token', { userPrincipalName: 'upn' }, 'Token', 'Token'],
    ['the user name', { userPrincipalName: 'upn' }, null, 'upn'],
    ['a word for none', {}, null, 'Unnamed'],
  ])('calls the person by %s', (_what, profile, name, expected) => {
    expect(profilePage({ ...USER, name }, graphUser(profile)).name).toBe(expected);
  });

  it('hands names on as they are: the page escapes them', () => {
    const name = '<script>alert(1)</script> & "friends"';
    const page = profilePage(USER, graphUser({ displayName: name }));
    expect(page.name).toBe(name);
    expect(page.fields).toContainEqual({ label: 'Name', value: name });
  });
});

/** Long enough for anything that is worse than linear to be noticed. */
const HOSTILE_NAMES: [string, string, string][] = [
  ['letters', 'a'.repeat(30_000), 'A'],
  ['letters in two words', `${'a'.repeat(30_000)} ${'b'.repeat(30_000)}`, 'AB'],
  ['words', 'a '.repeat(30_000), 'AA'],
  ['combining marks', `e${'\u0301'.repeat(30_000)}`, `E${'\u0301'.repeat(15)}`],
  ['combining marks beyond the basic plane', `e${'\u{1E94A}'.repeat(30_000)}`, `E${'\u{1E94A}'.repeat(7)}`],
  ['combining marks alone', '\u0301'.repeat(30_000), '?'],
  ['emoji that are joined', `👩${'\u200d👩'.repeat(30_000)}`, '?'],
  ['joined emoji after a letter', `a${'\u200d👩'.repeat(30_000)}`, 'A\u200d'],
  ['spaces', ' '.repeat(30_000), '?'],
  ['marks of direction', '\u202e'.repeat(30_000), '?'],
];

describe('a name of 30,000', () => {
  // The first use of the segmenter loads its data.
  beforeAll(() => void initialsOf('Ada Lovelace'));

  it.each(HOSTILE_NAMES)('%s has its initials in no time', (_what, name, initials) => {
    expect(initialsOf(name)).toBe(initials);
    expect(cpuTimeMs(() => void initialsOf(name), 500)).toBeLessThan(500);
  });

  it.each(HOSTILE_NAMES)('%s is cut on the page, from Graph or from the ID token', (_what, name) => {
    const pages = () => [
      profilePage(USER, { ...FULL, displayName: name, jobTitle: name, businessPhones: [name] }),
      profilePage({ ...USER, name }, graphUser()),
    ];
    expect(cpuTimeMs(() => void pages(), 500)).toBeLessThan(500);
    expect(JSON.stringify(pages()).length).toBeLessThan(5000);
  });
});

describe('the initials', () => {
  it.each<[string, string, string]>([
    ['two words', 'Ada Lovelace', 'AL'],
    ['three words', 'Augusta Ada King', 'AK'],
    ['many words', 'Juan de la Cruz y Pérez', 'JP'],
    ['one word', 'Ada', 'A'],
    ['lower case', 'ada lovelace', 'AL'],
    ['much space', '  Ada \t  Lovelace  ', 'AL'],
    ['a comma', 'Lovelace, Ada', 'LA'],
    ['a remark in brackets', 'Ada Lovelace (external)', 'AL'],
    ['a number', 'Ada Lovelace 2', 'AL'],
    ['an accent in one code point', 'Édith Ångström', 'ÉÅ'],
    ['an accent in two code points', 'E\u0301dith A\u030angstro\u0308m', 'E\u0301A\u030a'],
    ['letters beyond the basic plane', '𐐨da 𐐪ove', '𐐀𐐂'],
    ['Hebrew', 'עדה לאבלייס', 'על'],
    ['Arabic', 'محمد علي', 'مع'],
    ['Chinese', '李 小龍', '李小'],
    ['Chinese in one word', '李小龍', '李'],
    ['Devanagari with its vowel sign', 'निशा शर्मा', 'निश'],
    ['an emoji between the words', 'Ada 🚀 Lovelace', 'AL'],
    ['an emoji before the only word', '🚀 Ada', 'A'],
    ['an emoji of several', '👩‍👩‍👧‍👦 Ada', 'A'],
    ['nothing but emoji', '🚀 👩‍🚀', '?'],
    ['markup', '<b>Ada</b> Lovelace', 'L'],
    ['nothing but markup', '<script>', '?'],
    ['quotes', '"Ada" \'Lovelace\'', 'AL'],
    ['nothing but numbers', '007', '?'],
    ['an empty name', '', '?'],
    ['a name of spaces', '   ', '?'],
  ])('of %s: %j', (_what, name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it('never hold anything that is markup', () => {
    for (const name of ['<a>', '& b', '"x" <y>', "'z'"]) expect(initialsOf(name)).not.toMatch(/[<>&"']/);
  });
});
