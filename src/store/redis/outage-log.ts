import type { Logger } from 'pino';

/** What to do, where the reason says it. Everything else is: it can't be reached. */
const REFUSED = 'Redis refuses the user or the password of REDIS_URL, or what this user wants to do';
const UNVERIFIED =
  'the certificate of Redis can not be verified: NODE_EXTRA_CA_CERTS names a file with a private authority';
const REMEDIES: Record<string, string> = {
  WRONGPASS: REFUSED,
  NOAUTH: REFUSED,
  NOPERM: REFUSED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNVERIFIED,
  SELF_SIGNED_CERT_IN_CHAIN: UNVERIFIED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNVERIFIED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNVERIFIED,
  CERT_HAS_EXPIRED: UNVERIFIED,
  ERR_TLS_CERT_ALTNAME_INVALID: UNVERIFIED,
  SENTINEL: 'no sentinel of REDIS_URL tells where the master REDIS_SENTINEL_MASTER is, or can be reached',
};

/** Tells the log that the store is lost, and that it is back: once each, however often connecting is tried between. */
export class OutageLog {
  readonly #store: string;
  #up = false;
  #readOnly = false;
  /** What was said of the outage under way. */
  readonly #said = new Set<string>();

  constructor(
    private readonly logger: Logger,
    { host, port }: { host: string; port: number },
  ) {
    this.#store = `${host}:${port}`;
  }

  up(): void {
    if (this.#up) return;
    this.#up = true;
    this.#said.clear();
    this.logger.info({ store: this.#store }, 'the session store answers');
  }

  /** @param reason a code: never text of the store or of REDIS_URL */
  down(reason: string): void {
    this.#up = false;
    const text = REMEDIES[reason] ?? 'the session store can not be reached';
    if (this.#said.has(text)) return;
    this.#said.add(text);
    this.logger.error({ store: this.#store, reason }, text);
  }

  /** It answers, and takes no writes. */
  readOnly(): void {
    if (this.#readOnly) return;
    this.#readOnly = true;
    this.logger.error(
      { store: this.#store, reason: 'READONLY' },
      'the session store is a read-only replica: connecting anew until it takes writes',
    );
  }

  /** A write was taken. */
  writable(): void {
    if (!this.#readOnly) return;
    this.#readOnly = false;
    this.logger.info({ store: this.#store }, 'the session store takes writes');
  }
}
