import type { GraphCall } from '../graph-resource.js';
import { selectionOf } from './select.js';

/** Where this Graph is, with the version that was asked: `https://…/v1.0`. */
export function serviceRoot({ state, version }: Pick<GraphCall, 'state' | 'version'>): string {
  return `${state.graphOrigin}/${version}`;
}

/** The `@odata.context` of an answer, such as `…/$metadata#users(id,displayName)/$entity`. */
export function contextOf(call: GraphCall, set: string, form: 'collection' | 'entity'): string {
  const selection = selectionOf(call.query);
  const selected = selection === undefined ? '' : `(${selection.join(',')})`;
  return `${serviceRoot(call)}/$metadata#${set}${selected}${form === 'entity' ? '/$entity' : ''}`;
}
