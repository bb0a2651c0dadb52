import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '../../config/configuration.js';
import type { Secret } from '../../config/secret.js';
import type { Clock } from '../common/clock.js';
import { keptChallengeSchema, type SignInChallenge, stillAsked } from '../common/sign-in-challenge.js';
import type { KeepAlive } from './keep-alive.js';
import { newSessionId, SessionCookie } from './session-cookie.js';
import type { SessionGroup, SessionIndex } from './session-index.js';
import type { Session } from './session.js';
import { type SignedInUser, signedInUserSchema } from './signed-in-user.js';
import { StoreUnavailableError } from '../store/store.errors.js';
import { referenceOf, type SealedRecords, type Unsealed } from '../store/sealed-records.js';

/** The same is not kept again within this time. */
const CHALLENGE_INTERVAL_MS = 5000;
const MAX_TRIES = 3;

/**
 * A session in the store. A field that is added needs a default: sessions that began without it are read for half a day, and
 * by older versions that know nothing of it (see SealedRecords.read).
 */
const recordSchema = z.object({
  user: signedInUserSchema,
  sid: z.string().nullable().default(null),
  signedInAtMs: z.number(),
  challenge: keptChallengeSchema.optional(),
});

type SessionRecord = z.output<typeof recordSchema>;
type FetchRecord = (id: Secret) => Promise<Unsealed<SessionRecord> | undefined>;

/** How much of the idle time may pass before a request moves the end again: spares the store a write per request. */
const KEEP_ALIVE_INTERVAL_MS = 60_000;

/** Longer than a session takes to begin. */
const BEGINNING_MS = 60_000;

/**
 * Sessions: begun at sign-in, kept alive by requests, ended by sign-out, idleness or age. Every method rejects with
 * StoreUnavailableError when the store fails.
 */
export class SessionService {
  readonly #cookie: SessionCookie;
  readonly #idleMs: number;
  readonly #absoluteMs: number;
  /** One read of the store per request, however many ask. */
  readonly #reads = new WeakMap<Request, Promise<Session | undefined>>();

  constructor(
    configuration: Configuration,
    private readonly clock: Clock,
    private readonly records: SealedRecords,
    private readonly index: SessionIndex,
    private readonly keepAlive: KeepAlive,
  ) {
    this.#cookie = new SessionCookie(configuration);
    this.#idleMs = configuration.session.idleSeconds * 1000;
    this.#absoluteMs = configuration.session.absoluteSeconds * 1000;
  }

  /** The session of the request, or undefined when nobody is signed in. Extends nothing. */
  read(request: Request): Promise<Session | undefined> {
    return this.#readOnce(request, (id) => this.records.read('session', id, recordSchema));
  }

  /**
   * As `read`, and counts as activity: moves the idle end, at most once a minute. What is given is the session as it was
   * read. Its tokens are fetched with it: most of what asks for a session calls Graph.
   */
  async resume(request: Request): Promise<Session | undefined> {
    const session = await this.#readOnce(request, (id) => this.records.readSessionWithTokens(id, recordSchema));
    if (session === undefined) return undefined;
    const idleExpiresAtMs = this.#idleEnd(session.absoluteExpiresAtMs);
    const interval = Math.min(KEEP_ALIVE_INTERVAL_MS, this.#idleMs / 10);
    if (idleExpiresAtMs - session.idleExpiresAtMs < interval) return session;
    // Nobody waits for it: whoever can be read is served, also by a store that takes no writes.
    void this.keepAlive.extend(session, idleExpiresAtMs);
    return session;
  }

  /** A session that has not begun. */
  prepare(user: SignedInUser, sid: string | null): Session {
    const signedInAtMs = this.clock.now();
    const absoluteExpiresAtMs = signedInAtMs + this.#absoluteMs;
    const session: Session = {
      id: newSessionId(),
      user,
      sid,
      signedInAtMs,
      absoluteExpiresAtMs,
      idleExpiresAtMs: this.#idleEnd(absoluteExpiresAtMs),
      onWithdrawn: () => this.endSession(session),
    };
    return session;
  }

  /**
   * Begins a prepared session, which nobody has yet. What it needs (its tokens) is written before, or by the same tick. It is
   * over already when all sessions of the person are ended meanwhile.
   * @returns how many of the same person ended that gave way to it
   */
  async begin(session: Session): Promise<number> {
    const { user, sid, signedInAtMs } = session;
    // One write to Redis, which keeps the order. The indexes first: whoever ends all sessions finds it there, or bars it.
    const indexed = this.index.add(session);
    const written = this.records.add('session', session.id, { user, sid, signedInAtMs }, session.idleExpiresAtMs);
    const [gaveWay] = await Promise.all([indexed, written]);
    return gaveWay;
  }

  /**
   * Gives this browser a session that has begun. When that fails, the session is left to its idle end: nobody has its id,
   * unless a double click was given it, which keeps it.
   * @returns true when the browser had another, which has ended
   */
  async give(request: Request, response: Response, session: Session): Promise<boolean> {
    const hasEnded = await this.#endFormer(request);
    this.#cookie.write(response, session.id);
    return hasEnded;
  }

  /** Ends the session of the request, its tokens included, and takes the cookie back. @returns false when there was none */
  async end(request: Request, response: Response): Promise<boolean> {
    const hasEnded = await this.#endFormer(request);
    this.#reads.delete(request);
    this.#cookie.clear(response);
    return hasEnded;
  }

  /** Ends a session that is known, its tokens included, in whatever browser it is. @returns false when it was over already */
  async endSession(session: Session): Promise<boolean> {
    const wasThere = await this.records.delete(session.id);
    await this.index.remove(session);
    return wasThere;
  }

  /**
   * Ends all sessions of a person, or of one sign-in at Entra, in whatever browsers.
   * @param except a session that stays; for whoever has to ask again, should this fail
   * @returns how many there were
   */
  async endAll(group: SessionGroup, except?: Session): Promise<number> {
    const spared = except && referenceOf(except.id);
    const references = (await this.index.find(group)).filter((reference) => reference !== spared);
    const ended = await Promise.all(references.map((reference) => this.#endByReference(reference)));
    // Last of all, so that whatever fails before can be tried again.
    await this.index.removeAll(group, references);
    return ended.filter(Boolean).length;
  }

  /** How many sessions there are of a person, or of one sign-in at Entra. */
  async count(group: SessionGroup): Promise<number> {
    const references = await this.index.find(group);
    const alive = await Promise.all(references.map((reference) => this.records.exists(reference)));
    return alive.filter(Boolean).length;
  }

  /** Keeps what the next sign-in of this browser has to ask for. Nothing is kept of a session that is over. */
  async keepChallenge(session: Session, { scopes, claims }: SignInChallenge): Promise<void> {
    const known = session.challenge;
    const isSame = known?.claims === claims && known?.scopes.join(' ') === scopes.join(' ');
    // Spares the store a write for each request of a page that asks over and over.
    if (isSame && this.clock.now() - (known?.askedAtMs ?? 0) < CHALLENGE_INTERVAL_MS) return;
    const challenge = { scopes, claims, askedAtMs: this.clock.now() };
    await this.#change(session, (record) => ({ ...record, challenge }));
  }

  /** The sign-in that begins asks for it. One that was kept since the session was read stays. */
  async dropChallenge(request: Request): Promise<void> {
    const session = await this.read(request);
    if (session?.challenge === undefined) return;
    const { askedAtMs } = session.challenge;
    await this.#change(session, ({ challenge, ...record }) =>
      challenge?.askedAtMs === askedAtMs ? record : { ...record, challenge },
    );
  }

  async #change({ id }: Session, change: (record: SessionRecord) => SessionRecord): Promise<void> {
    for (let write = 1; write <= MAX_TRIES; write += 1) {
      const record = await this.records.read('session', id, recordSchema);
      if (record === undefined) return;
      if (await this.records.replace('session', id, change(record.value), record.version)) return;
    }
    throw new StoreUnavailableError(new Error('the session record kept changing'));
  }

  /** An id that SESSION_SECRET no longer vouches for is enough to end its session, and for nothing else. */
  async #endFormer(request: Request): Promise<boolean> {
    const id = this.#cookie.readUnverified(request);
    if (id === undefined) return false;
    const former = await this.read(request);
    const wasThere = await this.records.delete(id);
    // It is over: what an index still has of it leads nowhere and ends by itself.
    if (former !== undefined) await this.index.remove(former).catch(ignoreOutage);
    return wasThere;
  }

  /** One that is in an index and not there may be about to begin: it must not, once all are ended. */
  async #endByReference(reference: string): Promise<boolean> {
    const [isThere, hasEnded] = await Promise.all([
      this.records.exists(reference),
      this.records.deleteByReference(reference),
    ]);
    // A store that takes no writes lets nothing begin either.
    if (!isThere) await this.records.bar(reference, this.clock.now() + BEGINNING_MS).catch(ignoreOutage);
    return isThere && hasEnded;
  }

  #readOnce(request: Request, fetch: FetchRecord): Promise<Session | undefined> {
    const known = this.#reads.get(request);
    if (known !== undefined) return known;
    const session = this.#load(request, fetch);
    this.#reads.set(request, session);
    return session;
  }

  async #load(request: Request, fetch: FetchRecord): Promise<Session | undefined> {
    const id = this.#cookie.read(request);
    if (id === undefined) return undefined;
    const record = await fetch(id);
    if (record === undefined) return undefined;
    const absoluteExpiresAtMs = record.value.signedInAtMs + this.#absoluteMs;
    if (this.clock.now() >= absoluteExpiresAtMs) return undefined;
    const session: Session = {
      id,
      ...record.value,
      challenge: stillAsked(record.value.challenge, this.clock.now()),
      idleExpiresAtMs: record.expiresAtMs,
      absoluteExpiresAtMs,
      onWithdrawn: () => this.endSession(session),
    };
    return session;
  }

  #idleEnd(absoluteExpiresAtMs: number): number {
    return Math.min(this.clock.now() + this.#idleMs, absoluteExpiresAtMs);
  }
}

function ignoreOutage(error: unknown): void {
  if (!(error instanceof StoreUnavailableError)) throw error;
}
