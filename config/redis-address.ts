import { z } from 'zod';
import { Secret } from './secret.js';

/** What REDIS_URL says. */
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

function decoded(text = ''): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
