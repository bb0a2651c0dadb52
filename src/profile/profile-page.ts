import type { PageModels } from '../answers/pages.js';
import { beginningOf, shownText } from '../common/shown-text.js';
import type { GraphUser } from '../graph/graph-user.js';
import type { SignedInUser } from '../session/signed-in-user.js';

/** Graph's fields in words. */
const LABELS: readonly [keyof GraphUser, string][] = [
  ['displayName', 'Name'],
  ['givenName', 'Given name'],
  ['surname', 'Surname'],
  ['userPrincipalName', 'User name'],
  ['mail', 'E-mail'],
  ['jobTitle', 'Job title'],
  ['officeLocation', 'Office'],
  ['mobilePhone', 'Mobile phone'],
  ['businessPhones', 'Business phones'],
  ['preferredLanguage', 'Preferred language'],
  ['id', 'Object ID'],
];

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What the profile page shows. */
export function profilePage(user: SignedInUser, profile: GraphUser): PageModels['profile'] {
  const name = [profile.displayName, user.name, profile.userPrincipalName].find((text) => text?.trim()) ?? 'Unnamed';
  return {
    name: shownText(name),
    initials: initialsOf(name),
    jobTitle: profile.jobTitle === null ? null : shownText(profile.jobTitle),
    fields: LABELS.flatMap(([field, label]) => {
      const value = profile[field];
      const text = typeof value === 'string' ? value : (value ?? []).join(', ');
      return text === '' ? [] : [{ label, value: shownText(text) }];
    }),
    roles: user.roles,
  };
}

/** Marks of direction and quotes, which may stand before a letter without being seen as part of the name. */
const MARKS_AND_QUOTES = /^[\p{Bidi_Control}\p{Quotation_Mark}]+/u;

/** More than any letter has of code units; a segmenter takes the square of the time for what is one to it. */
const MAX_LETTER = 16;

/** The first letters of the first and the last word that begin with a letter; as people see letters, not as code units. */
export function initialsOf(name: string): string {
  const words = name
    .split(/\s+/)
    .map((word) => word.replace(MARKS_AND_QUOTES, ''))
    .filter((word) => /^\p{L}/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = ends.map((word = '') => {
    const [letter] = graphemes.segment(beginningOf(word, MAX_LETTER));
    return letter?.segment.toLocaleUpperCase() ?? '';
  });
  return letters.join('') || '?';
}
