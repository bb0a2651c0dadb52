import { z } from 'zod';
import { Secret } from './secret.js';

/** What an address in REDIS_URL says. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  /** True for `rediss:`. */
  readonly tls: boolean;
  /** A Secret as well: people mistake its place for the password's. */
  readonly user: Secret | undefined;
  readonly password: Secret | undefined;
  readonly database: number;
}

/** Where sessions are kept. */
export interface RedisServers extends RedisAddress {
  /** More nodes of the cluster, or more sentinels: any of them will do. */
  readonly others: readonly Pick<RedisAddress, 'host' | 'port'>[];
  /** True when the addresses are nodes of a cluster, which tell the others. */
  readonly cluster: boolean;
  /** Set when the addresses are sentinels: by what name they know the master. */
  readonly sentinelMaster: string | undefined;
}

const FORM = 'redis://user:password@host:port/database';
const DEFAULT_PORT = 6379;

/** `redis://` or `rediss://`; user, password, port and database number may be missing. */
export const redisAddress = z.string().transform((text, context): RedisAddress => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (!/^rediss?:\/\//i.test(text)) return refuse(`must start with redis:// or rediss://, as in ${FORM}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [user, password] = [decoded(url?.username), decoded(url?.password)];
  const port = Number(url?.port || DEFAULT_PORT);
  if (!url?.hostname || port === 0 || user === undefined || password === undefined) {
    return refuse(`must be ${FORM}, with special characters of user and password percent-encoded`);
  }
  if (user !== '' && password === '') {
    return refuse('names a user and no password: it is redis://:password@host where there is no user');
  }
  const database = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (database === undefined || url.search !== '' || url.hash !== '') {
    return refuse(`must end with the port or with a database number, as in ${FORM}`);
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    tls: url.protocol === 'rediss:',
    user: user === '' ? undefined : new Secret(user),
    password: password === '' ? undefined : new Secret(password),
    database: Number(database),
  };
});

/** One address or several, separated by commas, where the others may be host and port alone. What the first says of user, password, database and TLS is for all. */
export const redisAddresses = z.string().transform((text, context): [RedisAddress, ...RedisAddress[]] => {
  const addresses: RedisAddress[] = [];
  const scheme = /^\w+:\/\//.exec(text)?.[0] ?? '';
  // A password may have commas.
  for (const item of text.split(/\s*,\s*(?=rediss?:\/\/|[^@]*$)/i)) {
    const { data, error } = redisAddress.safeParse(item.includes('://') ? item : scheme + item);
    if (error !== undefined) {
      context.addIssue({ code: 'custom', message: error.issues[0]?.message ?? '' });
      return z.NEVER;
    }
    addresses.push(data);
  }
  const [first, ...others] = addresses as [RedisAddress, ...RedisAddress[]];
  if (others.some((other) => !agrees(other, first))) {
    context.addIssue({
      code: 'custom',
      message: 'must name one user, password, database and scheme: what the first address says is for all of them',
    });
    return z.NEVER;
  }
  return [first, ...others];
});

/** True when the address says what `first` says, or nothing. */
function agrees({ tls, user, password, database }: RedisAddress, first: RedisAddress): boolean {
  const agree = (mine?: Secret, its?: Secret) => mine === undefined || mine.reveal() === its?.reveal();
  return (
    tls === first.tls &&
    agree(user, first.user) &&
    agree(password, first.password) &&
    (database === 0 || database === first.database)
  );
}

function decoded(text = ''): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
