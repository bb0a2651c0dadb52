import { randomBytes } from 'node:crypto';
import { ConfigurationError } from './configuration-error.js';
import { deepFreeze } from './deep-freeze.js';
import { isLoopback, type VariableName } from './environment.js';
import { parseVariables, readVariable } from './parse-variables.js';
import type { RedisServers } from './redis-address.js';
import { Secret } from './secret.js';

/** Everything the service may know of its surroundings: made once at start, frozen, secrets in a type of their own. */
export interface Configuration {
  readonly production: boolean;
  readonly http: {
    /** The public origin, without a trailing slash. URLs that we send are built from it, never from the Host header. */
    readonly baseUrl: string;
    readonly port: number;
    /** True when browsers reach us by https: names and marks the cookies. */
    readonly secure: boolean;
    readonly trustProxy: boolean | number | readonly string[];
    /** Requests a minute and address on the sign-in routes; 0 is no limit. */
    readonly signInRateLimit: number;
  };
  readonly entra: {
    /** A tenant GUID, or `organizations` or `common`. */
    readonly tenantId: string;
    /** Tenant GUIDs whose people may sign in; just `tenantId` where that is a GUID. */
    readonly allowedTenants: readonly string[];
    readonly clientId: string;
    readonly clientSecret: Secret;
    /** The origin of the authority, without a trailing slash. */
    readonly cloudInstance: string;
    readonly redirectUri: string;
    /** Delegated Graph scopes asked at sign-in, without the OpenID Connect ones. */
    readonly scopes: readonly string[];
  };
  readonly graph: {
    /** `…/v1.0` */
    readonly baseUrl: string;
  };
  readonly session: {
    /** The first signs and seals; the others still verify. */
    readonly secrets: readonly [Secret, ...Secret[]];
    /** True when the secret was made at start: sessions end with the process. */
    readonly secretIsEphemeral: boolean;
    readonly idleSeconds: number;
    readonly absoluteSeconds: number;
  };
  /** Where sessions and tokens are kept; undefined is the memory of this process. */
  readonly redis: RedisServers | undefined;
  /** How long a call that leaves the process may take, in milliseconds. Not from the environment; tests shorten them. */
  readonly deadlines: {
    /** Discovery document and keys together. */
    readonly discoveryMs: number;
    /** One request to the token endpoint. */
    readonly tokenMs: number;
    /** One try of a Graph call. */
    readonly graphTryMs: number;
    /** A Graph call with all its retries. */
    readonly graphMs: number;
    /** One call of the session store, whatever its connection goes through meanwhile. */
    readonly storeMs: number;
  };
  /** What callers may send. Not from the environment; tests lower them. */
  readonly limits: {
    /** How long the headers of a request may take to arrive, in milliseconds. */
    readonly headersMs: number;
    /** The same for the whole request, its body included. */
    readonly requestMs: number;
    /** Of the request line and all headers together. */
    readonly headerBytes: number;
    readonly bodyBytes: number;
  };
  /** How long `/readyz` says 503 before the port closes, in milliseconds: balancers need some seconds to notice. */
  readonly drainMs: number;
  readonly log: { readonly level: string };
}

const DRAIN_MS = 5000;

const LIMITS: Configuration['limits'] = {
  headersMs: 10_000,
  requestMs: 30_000,
  headerBytes: 16 * 1024,
  bodyBytes: 100 * 1024,
};

const DEADLINES: Configuration['deadlines'] = {
  discoveryMs: 5000,
  tokenMs: 10_000,
  graphTryMs: 5000,
  graphMs: 10_000,
  storeMs: 2000,
};

/**
 * The typed configuration from raw environment variables. An empty value counts as unset.
 * @throws ConfigurationError with every problem
 */
export function createConfiguration(raw: Readonly<Record<string, string | undefined>>): Configuration {
  const read = (name: string) => readVariable(raw, name);
  const { values, problems } = parseVariables(raw);
  const report = (name: VariableName | 'CLIENT_CERTIFICATE_PATH', message: string) => {
    if (!problems.some((problem) => problem.name === name)) problems.push({ name, message });
  };

  const production = values.NODE_ENV?.toLowerCase() === 'production';
  const tenantId = values.TENANT_ID ?? '';
  if (tenantId === '') report('TENANT_ID', 'is missing: it is the Directory (tenant) ID of your app registration');
  if (values.CLIENT_ID === undefined) {
    report('CLIENT_ID', 'is missing: it is the Application (client) ID of your app registration');
  }
  if (tenantId !== '' && values.CLIENT_ID === tenantId) {
    report('CLIENT_ID', 'is the same as TENANT_ID: copy the Application (client) ID, which stands beside it');
  }
  if (read('CLIENT_CERTIFICATE_PATH') !== undefined) {
    report('CLIENT_CERTIFICATE_PATH', 'is not supported by this version: unset it and set CLIENT_SECRET');
  }
  if (values.CLIENT_SECRET === undefined) {
    const federated =
      read('AZURE_FEDERATED_TOKEN_FILE') === undefined
        ? ''
        : ' (AZURE_FEDERATED_TOKEN_FILE is not supported by this version)';
    report('CLIENT_SECRET', `is missing${federated}: create one under Certificates & secrets and copy its Value`);
  }
  const multiTenant = tenantId === 'organizations' || tenantId === 'common';
  if (multiTenant && !values.ALLOWED_TENANTS?.length) {
    report('ALLOWED_TENANTS', `is missing: with TENANT_ID=${tenantId} list the tenants whose people may sign in`);
  }
  if (values.SESSION_SECRET === undefined && (production || values.REDIS_URL !== undefined)) {
    const where = production ? 'in production' : 'with REDIS_URL, where sessions outlive this process';
    report('SESSION_SECRET', `is missing and required ${where}: openssl rand -base64 48 makes one`);
  }
  if (values.REDIS_CLUSTER === true && values.REDIS_URL === undefined) {
    report('REDIS_URL', 'is missing: with REDIS_CLUSTER=true it names a node of the cluster');
  }
  if (values.REDIS_CLUSTER === true && (values.REDIS_URL?.[0].database ?? 0) !== 0) {
    report('REDIS_URL', 'must name no database with REDIS_CLUSTER=true: a cluster has number 0 alone');
  }
  if (values.REDIS_SENTINEL_MASTER !== undefined) {
    if (values.REDIS_URL === undefined) {
      report('REDIS_URL', 'is missing: with REDIS_SENTINEL_MASTER it lists the sentinels');
    }
    if (values.REDIS_CLUSTER === true) {
      report('REDIS_SENTINEL_MASTER', 'must be unset with REDIS_CLUSTER=true: a cluster has no sentinels');
    }
  } else if (values.REDIS_CLUSTER !== true && (values.REDIS_URL?.length ?? 1) > 1) {
    report(
      'REDIS_URL',
      'must be one address: a list is of sentinels or of nodes of a cluster, see REDIS_SENTINEL_MASTER',
    );
  }
  if (production) {
    for (const name of ['CLOUD_INSTANCE', 'GRAPH_API_ENDPOINT'] as const) {
      if (values[name]?.startsWith('http:')) report(name, 'must use https in production');
    }
    if (values.REDIS_URL === undefined && values.ALLOW_MEMORY_STORE !== true) {
      report(
        'REDIS_URL',
        'is missing and required in production; ALLOW_MEMORY_STORE=true accepts instead that sessions live in the memory of one instance and end with it',
      );
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);

  const port = values.PORT ?? 5000;
  const baseUrl = values.BASE_URL ?? `http://localhost:${port}`;
  const [first = ephemeralSecret(), ...older] = values.SESSION_SECRET?.map((value) => new Secret(value)) ?? [];
  return deepFreeze({
    production,
    http: {
      baseUrl,
      port,
      secure: baseUrl.startsWith('https:'),
      trustProxy: values.TRUST_PROXY ?? false,
      signInRateLimit: values.SIGN_IN_RATE_LIMIT ?? 60,
    },
    entra: {
      tenantId,
      allowedTenants: multiTenant ? (values.ALLOWED_TENANTS ?? []) : [tenantId],
      clientId: values.CLIENT_ID ?? '',
      clientSecret: new Secret(values.CLIENT_SECRET ?? ''),
      cloudInstance: values.CLOUD_INSTANCE ?? 'https://login.microsoftonline.com',
      redirectUri: `${baseUrl}/getAToken`,
      scopes: values.SCOPES ?? ['User.Read'],
    },
    graph: { baseUrl: `${values.GRAPH_API_ENDPOINT ?? 'https://graph.microsoft.com'}/v1.0` },
    session: {
      secrets: [first, ...older],
      secretIsEphemeral: values.SESSION_SECRET === undefined,
      idleSeconds: values.SESSION_IDLE_SECONDS ?? 3600,
      absoluteSeconds: values.SESSION_ABSOLUTE_SECONDS ?? 43_200,
    },
    redis: values.REDIS_URL && {
      ...values.REDIS_URL[0],
      others: values.REDIS_URL.slice(1).map(({ host, port }) => ({ host, port })),
      cluster: values.REDIS_CLUSTER ?? false,
      sentinelMaster: values.REDIS_SENTINEL_MASTER,
    },
    deadlines: { ...DEADLINES },
    limits: { ...LIMITS },
    drainMs: values.NODE_ENV?.toLowerCase() === 'development' ? 0 : DRAIN_MS,
    log: { level: values.LOG_LEVEL ?? 'info' },
  });
}

/** True when the configuration lets us call this address: https, or plain http to loopback outside production. */
export function mayCall(configuration: Pick<Configuration, 'production'>, url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return false;
  return (
    parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback(parsed) && !configuration.production)
  );
}

function ephemeralSecret(): Secret {
  return new Secret(randomBytes(48).toString('base64url'));
}
