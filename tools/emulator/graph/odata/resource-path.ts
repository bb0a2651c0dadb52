/** What addresses one object: its id, or an alternate key by name, such as `appId`. */
export interface ObjectKey {
  readonly name: string;
  readonly value: string;
}

/** Where a template has a key. */
const KEY = '{id}';
/** `users('ada')`, `applications(appId='…')`; a quote within is doubled. */
const PARENTHESIZED = /^([^()]+)\((?:([A-Za-z]+)=)?'((?:[^']|'')*)'\)$/;

/**
 * The keys of a path that fits a template, or `undefined`. As at Graph, `/users/ada` and `/users('ada')` are the same,
 * and the case of its words is of no account.
 *
 * @param segments - as {@link segmentsOf} has them
 */
export function keysAt(template: string, segments: readonly string[]): ObjectKey[] | undefined {
  const words = template.split('/').slice(1);
  const keys: ObjectKey[] = [];
  let at = 0;
  for (const [index, word] of words.entries()) {
    if (word === KEY) continue;
    const takesKey = words[index + 1] === KEY;
    const segment = segments[at++] ?? '';
    const parenthesized = takesKey ? PARENTHESIZED.exec(segment) : null;
    if ((parenthesized?.[1] ?? segment).toLowerCase() !== word.toLowerCase()) return undefined;
    if (!takesKey) continue;
    const [, , name = 'id', quoted] = parenthesized ?? [];
    const value = parenthesized ? quoted?.replaceAll("''", "'") : segments[at++];
    if (value === undefined || value === '') return undefined;
    keys.push({ name, value });
  }
  return at === segments.length ? keys : undefined;
}

/** @throws URIError for a path with broken percent encoding */
export function segmentsOf(path: string): string[] {
  return path.split('/').slice(1).map(decodeURIComponent);
}
