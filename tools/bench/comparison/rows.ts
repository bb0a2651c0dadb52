import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program } from '../stage/measured-server.js';
import { PEERS } from './peers.js';

/** A server that is measured. */
export interface Row extends Program {
  /** For the table. */
  readonly name: string;
  /** Made of packages that only the comparison has. */
  readonly isPeer?: true;
}

/** Which rows run. */
export interface RowChoice {
  /** Words of the ids or names of the rows, separated by commas; empty for all. */
  readonly only: string;
  /** The `dist` of another build of this service, which is then a row, too. */
  readonly dist?: string | undefined;
}

/** The row that all others are held against. */
export const BARE_NEST = 'bare-nest';

/** Another build of this service, where there is one. */
export const OTHER_BUILD = 'other-build';

/** As npm run start:prod has it. */
export const THIS_SERVICE = service('this-service', 'this service', compiled('../../../src/main.js'));

/** In the order of the table. */
export const ROWS: readonly Row[] = [
  {
    id: 'node-http',
    name: 'node:http, one Redis GET, one pooled call',
    args: [compiled('../limits/node-http.js')],
  },
  {
    id: BARE_NEST,
    name: 'bare Nest on Express, the same two calls',
    args: [compiled('../limits/bare-nest.js')],
  },
  {
    id: 'passport-azure-ad',
    name: 'Express, passport-azure-ad, connect-redis',
    args: [`${PEERS}/passport-azure-ad.mjs`],
    isPeer: true,
  },
  {
    id: 'msal-node',
    name: 'Express, MSAL Node, connect-redis',
    args: [`${PEERS}/msal-node.mjs`],
    isPeer: true,
  },
  {
    id: 'express-openid-connect',
    name: 'express-openid-connect, connect-redis',
    args: [`${PEERS}/express-openid-connect.mjs`],
    isPeer: true,
  },
  THIS_SERVICE,
];

/**
 * Rows with one of these words in their id or name, and bare Nest, which they are held against; all without a word.
 * Another build of this service is always one of them.
 */
export function rowsWith({ only, dist }: RowChoice): Row[] {
  const words = only.split(',').map((word) => word.trim().toLowerCase());
  const isNamed = ({ id, name }: Row): boolean =>
    words.some((word) => word !== '' && (id.includes(word) || name.toLowerCase().includes(word)));
  const named = only === '' ? ROWS : ROWS.filter(isNamed);
  if (named.length === 0) return [];
  const other =
    dist === undefined ? [] : [service(OTHER_BUILD, 'this service, the other build', join(dist, 'src/main.js'))];
  return [...ROWS.filter((row) => named.includes(row) || row.id === BARE_NEST), ...other];
}

function service(id: string, name: string, main: string): Row {
  return { id, name, args: ['--enable-source-maps', main] };
}

function compiled(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
