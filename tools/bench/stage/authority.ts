import { fileURLToPath } from 'node:url';
import { Child } from './child.js';

/** Where Entra and Graph are, and as whom a service comes. */
export interface AuthorityAddress {
  /** Behind TLS: for the services. */
  readonly origin: string;
  /** The same without TLS: for browsers, which do not trust the certificate. */
  readonly plainOrigin: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AuthorityOptions {
  /** How many people there are. */
  readonly people: number;
  /** Default: that of the emulator, as at Entra. */
  readonly accessTokenLifetimeSeconds?: number;
}

/** What it has seen so far. */
export interface AuthoritySeen {
  /** Token requests with a refresh token that were granted. */
  readonly refreshes: number;
}

export interface Authority extends AuthorityAddress {
  seen(): Promise<AuthoritySeen>;
  stop(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('./authority-process.js', import.meta.url));
const PATIENCE_MS = 30_000;

/** Starts it. @param certificateFile - where its certificate goes @throws Error when it does not start */
export async function startAuthority(certificateFile: string, options: AuthorityOptions): Promise<Authority> {
  const child = new Child([SCRIPT, certificateFile, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const address = await child.hear<AuthorityAddress>(PATIENCE_MS);
    return { ...address, seen: () => child.hear<AuthoritySeen>(PATIENCE_MS, {}), stop: () => child.stop() };
  } catch (error) {
    await child.stop();
    throw new Error('The emulator did not start.', { cause: error });
  }
}
