import type { Person } from '../people.js';
import type { EmulatorState } from '../state.js';
import type { GraphCaller } from './graph-caller.js';
import type { ObjectKey } from './odata/resource-path.js';

export type GraphVersion = 'v1.0' | 'beta';

/** A request that is authenticated, and has the permission that its resource asks for. */
export interface GraphCall {
  readonly state: EmulatorState;
  readonly caller: GraphCaller;
  readonly version: GraphVersion;
  /** Where it went, below the version and without its query. */
  readonly path: string;
  /** The objects that the path names, from left to right: as many as its template has. */
  readonly keys: readonly ObjectKey[];
  readonly query: URLSearchParams;
  /** Parsed JSON; `undefined` without a body. */
  readonly body: unknown;
  /** A request header. */
  header(name: string): string | undefined;
}

export interface GraphAnswer {
  /** Default: 200, or 204 with nothing to send. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Readonly<Record<string, unknown>>;
  readonly binary?: { readonly contentType: string; readonly bytes: Buffer };
}

/** Any one of those named will do. */
export interface Permissions {
  /** Scopes of a token that stands for a person. */
  readonly delegated: readonly string[];
  /** Roles of a token that stands for an application alone. Default: no application may. */
  readonly application?: readonly string[];
}

/** A row of the table of what Graph has: one method at one path. */
export interface GraphResource {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the version; `{id}` stands for an object's key in any of its spellings, see {@link ObjectKey}. */
  readonly path: string;
  readonly permissions: Permissions;
  /** The OData query options that it understands, such as `$select`. Others are refused. Default: none. */
  readonly options?: readonly string[];
  /** @throws GraphError whatever it refuses */
  readonly handle: (call: GraphCall) => GraphAnswer | Promise<GraphAnswer>;
}

/** What a person's resource needs: whoever it is about comes with the call. */
export interface PersonResource extends Omit<GraphResource, 'handle' | 'permissions'> {
  /** Below `/me` and below `/users/{id}`. */
  readonly path: string;
  readonly me: Permissions['delegated'];
  readonly users: Permissions;
  readonly handle: (call: GraphCall, person: Person) => GraphAnswer | Promise<GraphAnswer>;
}
