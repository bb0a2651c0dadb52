/** What clients of Entra do, as the programs name it; in the order of the table. */
export const ABILITIES = [
  'authorization code',
  'authorization code with PKCE',
  'form_post',
  'silent from the cache',
  'refresh',
  'userinfo',
  'client credentials',
  'certificate',
  'federated assertion',
  'on behalf of',
  'device code',
  'common',
  'organizations',
  'tenant by domain',
  'sign-out',
  'GET /me',
  'photo',
  'paging',
  'batch',
] as const;

export type Ability = (typeof ABILITIES)[number];

/** A client library of others, which is pointed at the emulator by its configuration alone. */
export interface ForeignClient {
  /** Its name at npm. */
  readonly name: string;
  /** The program that uses it, a file of `programs/`. */
  readonly program: string;
  /** What of it is tried. The rest it does not offer. */
  readonly abilities: readonly Ability[];
}

export const FOREIGN_CLIENTS: readonly ForeignClient[] = [
  {
    name: '@azure/msal-node',
    program: 'msal-node.mjs',
    abilities: [
      'authorization code with PKCE',
      'form_post',
      'silent from the cache',
      'refresh',
      'client credentials',
      'certificate',
      'federated assertion',
      'on behalf of',
      'device code',
      'common',
      'organizations',
      'tenant by domain',
    ],
  },
  {
    name: '@azure/identity',
    program: 'azure-identity.mjs',
    abilities: [
      'authorization code',
      'client credentials',
      'certificate',
      'federated assertion',
      'on behalf of',
      'device code',
    ],
  },
  {
    name: 'openid-client',
    program: 'openid-client.mjs',
    abilities: [
      'authorization code with PKCE',
      'form_post',
      'refresh',
      'userinfo',
      'client credentials',
      'certificate',
      'on behalf of',
      'device code',
      'sign-out',
    ],
  },
  {
    name: 'oauth4webapi',
    program: 'oauth4webapi.mjs',
    abilities: [
      'authorization code with PKCE',
      'refresh',
      'userinfo',
      'client credentials',
      'certificate',
      'device code',
    ],
  },
  {
    name: 'passport-azure-ad',
    program: 'passport-azure-ad.mjs',
    abilities: ['authorization code', 'form_post', 'common', 'organizations', 'tenant by domain'],
  },
  {
    name: 'express-openid-connect',
    program: 'express-openid-connect.mjs',
    abilities: ['authorization code with PKCE', 'form_post', 'refresh', 'userinfo', 'sign-out'],
  },
  {
    name: '@microsoft/microsoft-graph-client',
    program: 'graph-client.mjs',
    abilities: ['GET /me', 'photo', 'paging', 'batch'],
  },
];
