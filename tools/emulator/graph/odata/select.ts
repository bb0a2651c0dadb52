import { badRequest } from '../graph-error.js';

export type Entity = Readonly<Record<string, unknown>>;

/** What there is to know of a kind of object. */
export interface EntityType {
  /** As error messages name it, such as `user`. */
  readonly name: string;
  /** Answered unless told otherwise. */
  readonly defaults: readonly string[];
}

/** The names in `$select`; `undefined` where it names none. */
export function selectionOf(query: URLSearchParams): string[] | undefined {
  const names = (query.get('$select') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 || names.includes('*') ? undefined : names;
}

/**
 * The properties that were asked for, in the object's own order.
 *
 * @param entity - with every property that there is, those too that are answered only when they are selected
 * @throws GraphError 400 for a property that there is not
 */
export function select(type: EntityType, entity: Entity, query: URLSearchParams): Entity {
  const selection = selectionOf(query);
  const unknown = selection?.find((name) => !Object.hasOwn(entity, name));
  if (unknown !== undefined) {
    throw badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type ` +
        `'microsoft.graph.${type.name}'.`,
    );
  }
  const chosen = new Set(selection ?? type.defaults);
  return Object.fromEntries(Object.entries(entity).filter(([name]) => chosen.has(name)));
}
