import { isIP } from 'node:net';
import { z } from 'zod';
import { redisAddresses } from './redis-address.js';

/** What `.env.example` and the documentation say of one variable. The text must hold no value of anybody's. */
export interface VariableDoc {
  group: 'Microsoft Entra ID' | 'Microsoft Graph' | 'This service' | 'Sessions' | 'Operation';
  description: string;
  /** What stands behind the name in `.env.example`; variables with a default are commented out there. */
  example?: string;
  default?: string;
}

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** True when the address can only be reached from this machine. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK_HOST.test(url.hostname);
}

const doc = <T extends z.ZodType>(schema: T, meta: VariableDoc): T => schema.meta({ ...meta });

const guid = (what: string) =>
  z.guid({ error: `must be ${what}: a GUID such as 00000000-0000-0000-0000-000000000000` });

const list = z.string().transform((text) => text.split(/[\s,]+/).filter((item) => item !== ''));

/** An address without path, query or user; it becomes its origin, so a trailing slash is dropped. */
const origin = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    context.addIssue({ code: 'custom', message: 'must be an address that starts with https://' });
    return z.NEVER;
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    context.addIssue({
      code: 'custom',
      message: 'must be scheme, host and port alone: remove path, query and user',
    });
    return z.NEVER;
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    context.addIssue({ code: 'custom', message: 'must use https: plain http is for localhost only' });
    return z.NEVER;
  }
  return url.origin;
});

const MAX_SECONDS = 1_000_000_000;

const seconds = z.coerce
  .number({ error: 'must be a number of seconds' })
  .positive({ error: 'must be more than 0' })
  .max(MAX_SECONDS, { error: `must be at most ${MAX_SECONDS}, which is 31 years` });

const PROXY_NAMES = new Set(['loopback', 'linklocal', 'uniquelocal']);

function isProxyAddress(item: string): boolean {
  const [address = '', prefix, ...rest] = item.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (prefix === undefined) return PROXY_NAMES.has(item) || bits > 0;
  // Express throws at a prefix of 0, too: that would be everybody.
  return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) > 0 && Number(prefix) <= bits;
}

const trustProxy = z.string().transform((text, context): boolean | number | string[] => {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const items = text.split(/[\s,]+/).filter((item) => item !== '');
  if (items.every(isProxyAddress)) return items;
  context.addIssue({
    code: 'custom',
    message: 'must be true, false, a number of hops, or addresses (10.0.0.0/8, loopback, …) as in Express',
  });
  return z.NEVER;
});

/** Every environment variable of the service: its form, and what the documentation says of it. */
export const environment = {
  NODE_ENV: doc(z.string(), {
    group: 'Operation',
    description:
      'production refuses plain http to Entra and Graph, made-up session secrets and, unless it is allowed, the memory store. development stops at once, without time for balancers to notice; npm run start:dev sets it.',
    example: '',
  }),
  TENANT_ID: doc(
    z
      .literal(['organizations', 'common'])
      .or(guid('the Directory (tenant) ID'))
      .transform((id) => id.toLowerCase()),
    {
      group: 'Microsoft Entra ID',
      description:
        'The Directory (tenant) ID of your app registration; organizations or common for an app of many tenants. AZURE_TENANT_ID is read when unset.',
      example: '',
    },
  ),
  CLIENT_ID: doc(
    guid('the Application (client) ID').transform((id) => id.toLowerCase()),
    {
      group: 'Microsoft Entra ID',
      description: 'The Application (client) ID of your app registration. AZURE_CLIENT_ID is read when unset.',
      example: '',
    },
  ),
  CLIENT_SECRET: doc(
    z.string().refine((text) => !z.guid().safeParse(text).success, {
      error: 'looks like the Secret ID: copy the Value, which the Entra admin center shows once, when it is created',
    }),
    {
      group: 'Microsoft Entra ID',
      description: 'The Value (not the Secret ID) of a client secret of your app registration.',
      example: '',
    },
  ),
  ALLOWED_TENANTS: doc(
    list.pipe(z.array(guid('a list of Directory (tenant) IDs').transform((id) => id.toLowerCase()))),
    {
      group: 'Microsoft Entra ID',
      description:
        'Directory (tenant) IDs whose people may sign in, separated by commas or spaces. Required when TENANT_ID is organizations or common.',
      example: '',
    },
  ),
  CLOUD_INSTANCE: doc(origin, {
    group: 'Microsoft Entra ID',
    description: 'The authority host. Plain http only for localhost and outside production.',
    default: 'https://login.microsoftonline.com',
  }),
  SCOPES: doc(list.pipe(z.array(z.string()).min(1, { error: 'must name at least one scope' })), {
    group: 'Microsoft Graph',
    description: 'Delegated scopes asked at sign-in; openid, profile and offline_access are always asked.',
    default: 'User.Read',
  }),
  GRAPH_API_ENDPOINT: doc(origin, {
    group: 'Microsoft Graph',
    description: 'The host of Microsoft Graph; /v1.0 is appended.',
    default: 'https://graph.microsoft.com',
  }),
  BASE_URL: doc(origin, {
    group: 'This service',
    description:
      'The public address, without a path. Register BASE_URL/getAToken and BASE_URL/ as redirect URIs. By default localhost at PORT.',
    default: 'http://localhost:5000',
  }),
  PORT: doc(
    z.coerce.number().int().min(0).max(65_535).catch(Number.NaN).refine(Number.isInteger, {
      error: 'must be a port number from 0 to 65535',
    }),
    { group: 'This service', description: 'The port to listen on.', default: '5000' },
  ),
  TRUST_PROXY: doc(trustProxy, {
    group: 'This service',
    description:
      'Which proxies to believe, as Express has it: a number of hops, or their addresses. true believes anybody, so that callers choose the address that they are counted by.',
    default: 'false',
  }),
  SIGN_IN_RATE_LIMIT: doc(
    z.coerce.number().int().min(0).max(1_000_000).catch(Number.NaN).refine(Number.isInteger, {
      error: 'must be a whole number from 0 (no limit) to 1000000',
    }),
    {
      group: 'This service',
      description:
        'Requests that one address may make in a minute to /login and /getAToken together, on each instance; 0 switches the limit off. Behind a proxy set TRUST_PROXY, too, or everybody counts as one address; the log says so once.',
      default: '60',
    },
  ),
  SESSION_SECRET: doc(
    z
      .string()
      .transform((text) => text.split(',').map((item) => item.trim()))
      .pipe(z.array(z.string().min(32, { error: 'must have at least 32 characters in each secret' }))),
    {
      group: 'Sessions',
      description:
        'One or more secrets of at least 32 characters, comma-separated: the first signs and seals, the others still verify. Made at start when unset; required in production and with REDIS_URL. Make one: openssl rand -base64 48',
      example: '',
    },
  ),
  REDIS_URL: doc(redisAddresses, {
    group: 'Sessions',
    description:
      'Where sessions and tokens are kept, so that they outlive restarts and instances can be many: redis://user:password@host:port/database, or rediss:// for TLS (a private authority goes into NODE_EXTRA_CA_CERTS). Unset: the memory of this one instance. Needs SESSION_SECRET, the same on all instances.',
    example: '',
  }),
  REDIS_CLUSTER: doc(z.stringbool({ error: 'must be true or false' }), {
    group: 'Sessions',
    description:
      'true when REDIS_URL names a node of a Redis cluster, which tells the other nodes; or several, separated by commas.',
    default: 'false',
  }),
  REDIS_SENTINEL_MASTER: doc(
    z.string().regex(/^[\w.-]+$/, { error: 'must be of letters, digits, dots, hyphens and underscores alone' }),
    {
      group: 'Sessions',
      description:
        'The name of a master. REDIS_URL then lists the sentinels that know where it is, separated by commas, with user, password and database of the master in the first. Sentinels are given that password, too; those that need none take any.',
      example: '',
    },
  ),
  SESSION_IDLE_SECONDS: doc(seconds, {
    group: 'Sessions',
    description: 'A session ends after this long without a request.',
    default: '3600',
  }),
  SESSION_ABSOLUTE_SECONDS: doc(seconds, {
    group: 'Sessions',
    description: 'A session ends this long after sign-in, whatever happens.',
    default: '43200',
  }),
  ALLOW_MEMORY_STORE: doc(z.stringbool({ error: 'must be true or false' }), {
    group: 'Sessions',
    description:
      'true accepts production without REDIS_URL: sessions live in the memory of one instance and are lost at each restart.',
    default: 'false',
  }),
  LOG_LEVEL: doc(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    }),
    { group: 'Operation', description: 'The least level that is logged, as in pino.', default: 'info' },
  ),
} as const;

export type VariableName = keyof typeof environment;

/** The values that were set and well formed. */
export type Environment = { readonly [Name in VariableName]?: z.output<(typeof environment)[Name]> };

/** What `.env.example` and the documentation say of the variable. */
export function variableDoc(name: VariableName): VariableDoc {
  return environment[name].meta() as unknown as VariableDoc;
}
