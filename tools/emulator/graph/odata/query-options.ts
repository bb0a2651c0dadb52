import { badRequest } from '../graph-error.js';

/** @throws GraphError 400 for a query option that this resource does not have, or one that comes twice */
export function requireKnownOptions(query: URLSearchParams, known: readonly string[]): void {
  const options = [...query.keys()].filter((name) => name.startsWith('$'));
  const unknown = options.find((name) => !known.includes(name));
  if (unknown !== undefined) throw badRequest(`The query option '${unknown}' is not supported here.`);
  const twice = options.find((name, index) => options.indexOf(name) !== index);
  if (twice !== undefined) throw badRequest(`Query option '${twice}' was specified more than once.`);
}
