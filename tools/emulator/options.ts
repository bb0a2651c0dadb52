import type { AppManagementPolicy } from './directory/app-management-policy.js';
import type { AppOptions } from './directory/app-options.js';
import type { CloudName } from './entra/clouds.js';
import type { GroupDefinition } from './directory/groups.js';
import type { ReplicationOptions } from './directory/replication.js';
import type { PersonDefinition } from './people.js';

/** The first registered application (platform: Web, any organisation's accounts). */
export interface EmulatedApp {
  readonly clientId: string;
  clientSecret: string;
  displayName: string;
  /** Compared exactly, except that the port of `http://localhost` is ignored. */
  redirectUris: string[];
  /** Loaded in a hidden iframe by the signed-out page, with `iss` and `sid`. Default: none. */
  frontchannelLogoutUrl?: string | undefined;
}

export interface EmulatorOptions {
  /** Default 0: any free port. */
  port?: number;
  /**
   * The only address to listen on, such as `0.0.0.0` in a container: whoever reaches it can sign in as anybody there, and
   * switch faults. Default: the loopback addresses.
   */
  host?: string;
  /**
   * Whether it speaks https, with a certificate for this machine, `host`, and the public origins. `directory` is where
   * the certificate lies and is kept from one start to the next; default: a temporary one. Default `false`.
   */
  tls?: boolean | { readonly directory: string };
  /**
   * The origin that its documents and tokens name, when others reach it at another address. Default `localhost`, or
   * `host` where that is one address, with its port.
   */
  publicOrigin?: string;
  /** Gives Graph an origin of its own, at this port (0: any free one). Default: Graph shares the authority's origin. */
  graphPort?: number;
  /** As `publicOrigin`, of a Graph that has an origin of its own. */
  publicGraphOrigin?: string;
  /** GUID of the home tenant. */
  tenantId?: string;
  /** Whose names documents, keys and issuers have: another cloud's, or those of External ID. Default `global`. */
  cloud?: CloudName;
  /** Overrides of {@link DEFAULT_APP}. */
  app?: Partial<EmulatedApp>;
  /** Registrations besides that one: clients, APIs, or both. */
  apps?: readonly AppOptions[];
  /**
   * Application ID URIs of other APIs in the directory, such as `api://orders`: whatever permission of theirs is asked
   * for exists. Default: none.
   */
  apis?: readonly string[];
  /** As `definePerson` completes them. Default: the built-in people. */
  people?: readonly PersonDefinition[];
  /** What there is to say of groups besides their names. Default: {@link DEFAULT_GROUPS}. */
  groups?: readonly GroupDefinition[];
  /** How long changes through Graph take to arrive. Default: no time at all. */
  replication?: ReplicationOptions;
  /** What the tenant lets apps have. Default: everything. */
  policies?: AppManagementPolicy;
  /** Milliseconds since the epoch, for everything that begins or expires. Default `Date.now`. */
  now?: () => number;
  /**
   * Of every access token. Default: 4799 (at Entra 60 to 90 minutes), and 20 to 28 hours for tokens of Graph whose
   * client declared the capability `cp1`.
   */
  accessTokenLifetimeSeconds?: number;
  /**
   * `false` (default): as at Entra, a refresh token stays valid after it was used. `true`: using one again ends every
   * refresh token of that sign-in (AADSTS50173, `bad_token`).
   */
  strictRefreshRotation?: boolean;
  /**
   * `false` (default): a client assertion may be sent again while it lasts, as Microsoft's libraries do. `true`: one
   * whose `jti` was used is refused.
   */
  strictAssertions?: boolean;
}

/** The client id and the secret are public demo values: they open nothing but the emulator. */
export const DEFAULT_APP: Readonly<EmulatedApp> = {
  clientId: '22222222-3333-4444-8555-666666666666',
  clientSecret: 'emulator-only.not-a-secret~0000000000000',
  displayName: 'Local demo app',
  redirectUris: ['http://localhost:5000/getAToken', 'http://localhost:5000/'],
};

/** One group within another, and one that is no security group. */
export const DEFAULT_GROUPS: readonly GroupDefinition[] = [
  { displayName: 'All staff', description: 'Everybody' },
  { displayName: 'Retail', memberOf: ['All staff'] },
  { displayName: 'Administrators', memberOf: ['All staff'] },
  { displayName: 'Newsletter', securityEnabled: false, mailEnabled: true },
];

/** Entra's access tokens live 60 to 90 minutes; this is a recorded value. */
export const DEFAULT_ACCESS_TOKEN_LIFETIME_SECONDS = 4799;
