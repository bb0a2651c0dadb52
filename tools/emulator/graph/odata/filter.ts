import { badRequest, GraphError } from '../graph-error.js';
import type { Entity } from './select.js';

const COMPARISON =
  /^([A-Za-z]+)\s+eq\s+(?:'((?:[^']|'')*)'|(true|false|null)|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/i;
/** Outside of quotes: an even number of them follows. */
const AND = /\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)/i;

/**
 * Those that a `$filter` lets through: properties compared by `eq` with a text, a GUID, `true`, `false` or `null`, one
 * comparison or several joined by `and`. Texts are compared as the directory does, whatever their case.
 *
 * @throws GraphError 400 for any other filter, and for a property that there is not
 */
export function filtered<T extends Entity>(
  items: readonly T[],
  typeName: string,
  properties: readonly string[],
  query: URLSearchParams,
): T[] {
  return items.filter(filterIn(query, typeName, properties) ?? (() => true));
}

/**
 * What a `$filter` lets through; `undefined` where there is none.
 *
 * @throws GraphError as {@link filtered}
 */
export function filterIn(
  query: URLSearchParams,
  typeName: string,
  properties: readonly string[],
): ((item: Entity) => boolean) | undefined {
  const filter = query.get('$filter');
  if (filter === null) return undefined;
  const wanted = filter
    .trim()
    .split(AND)
    .map((clause) => comparison(clause, typeName, properties));
  return (item) => wanted.every(({ name, value }) => comparable(item[name]) === value);
}

function comparison(clause: string, typeName: string, properties: readonly string[]): { name: string; value: unknown } {
  const match = COMPARISON.exec(clause);
  if (!match) throw badRequest(`Invalid filter clause: '${clause}'. The emulator knows “property eq value” and “and”.`);
  const [, name = '', text, word, guid] = match;
  if (!properties.includes(name)) {
    throw new GraphError(
      400,
      'Request_UnsupportedQuery',
      `Unsupported or invalid query filter clause specified for property '${name}' of resource '${typeName}'.`,
    );
  }
  if (word !== undefined) return { name, value: JSON.parse(word.toLowerCase()) as unknown };
  return { name, value: comparable(text?.replaceAll("''", "'") ?? guid) };
}

function comparable(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
