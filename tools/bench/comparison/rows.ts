import { fileURLToPath } from 'node:url';
import { PEERS } from './peers.js';

/** A server that is measured. */
export interface Row {
  readonly id: string;
  /** For the table. */
  readonly name: string;
  /** Of node. */
  readonly args: readonly string[];
}

const compiled = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The row that all others are held against. */
export const BARE_NEST = 'bare-nest';

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
  },
  {
    id: 'msal-node',
    name: 'Express, MSAL Node, connect-redis',
    args: [`${PEERS}/msal-node.mjs`],
  },
  {
    id: 'express-openid-connect',
    name: 'express-openid-connect, connect-redis',
    args: [`${PEERS}/express-openid-connect.mjs`],
  },
  {
    id: 'this-service',
    name: 'this service',
    // As npm run start:prod has it.
    args: ['--enable-source-maps', compiled('../../../src/main.js')],
  },
];

/** Rows with one of these words in their id, and bare Nest, which they are held against; all without a word. */
export function rowsWith(only: string): Row[] {
  const words = only.split(',').filter((word) => word !== '');
  if (words.length === 0) return [...ROWS];
  const named = ROWS.filter(({ id }) => words.some((word) => id.includes(word)));
  return named.length === 0 ? [] : ROWS.filter((row) => named.includes(row) || row.id === BARE_NEST);
}
