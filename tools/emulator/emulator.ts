import { Clock } from './clock.js';
import { createState } from './create-state.js';
import { SigningKeys } from './entra/signing-keys.js';
import type { SsoSession } from './entra/sso-sessions.js';
import type { Tampering } from './entra/tampering.js';
import type { FaultSwitches, RefusalOptions } from './fault-switches.js';
import { openListeners } from './listeners.js';
import { OPTIONS, problemsWith } from './options-schema.js';
import type { EmulatedApp, EmulatorOptions } from './options.js';
import { findPerson, withObjectId, type Person } from './people.js';
import { issueTokens, type IssuedTokens, type IssueTokensOptions } from './issue-tokens.js';
import type { EndpointName, RecordedRequest } from './request-log.js';
import { revokeSessions } from './revocation.js';
import { createServer } from './server.js';
import type { EmulatorState } from './state.js';

/** A running emulator. */
export interface Emulator {
  /** Such as `http://localhost:<port>`, or `publicOrigin`: the authority host (`CLOUD_INSTANCE`). */
  readonly origin: string;
  /** Where it listens. */
  readonly port: number;
  /** The same origin, unless Graph was given its own: Graph lives below `/v1.0` (`GRAPH_API_ENDPOINT`). */
  readonly graphEndpoint: string;
  /** With `tls`: who vouches for its certificate, as PEM and as a file for `NODE_EXTRA_CA_CERTS`. */
  readonly ca: string | undefined;
  readonly caFile: string | undefined;
  readonly tenantId: string;
  /** May be changed while the emulator runs. */
  readonly app: EmulatedApp;
  readonly people: readonly Person[];
  readonly faults: FaultSwitches;
  /** Moves the time that everything in the emulator goes by. */
  readonly clock: Clock;
  /** The last 200, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** How many requests each endpoint got so far. */
  readonly requestCounts: Readonly<Partial<Record<EndpointName, number>>>;
  /** Who is signed in at the emulator itself, in any browser. */
  readonly sessions: readonly SsoSession[];
  readonly tampering: Tampering;

  /** @throws Error when nobody has this key */
  person(key: string): Person;

  /**
   * The tokens of a sign-in that nobody had to click through: everything asked for counts as consented to.
   *
   * @param person - somebody, or their key
   * @throws RangeError when there is no such person, app or API, and for claims in a token of Graph
   */
  issueTokens(person: Person | string, options?: IssueTokensOptions): Promise<IssuedTokens>;

  /**
   * Lets the token endpoint refuse its next requests (`faults.refuse`).
   *
   * @throws RangeError when the code is none of `REFUSALS` and there is no `error` with it
   */
  refuse(refusal: RefusalOptions): void;

  /** A key that was never published before signs from now on; the old one is withdrawn from the key set. */
  rotateKeys(): Promise<void>;

  /**
   * As `revokeSignInSessions`: the refresh tokens that this person has so far answer AADSTS50173 from now on, and the
   * person is signed out at the emulator.
   *
   * @throws RangeError when nobody has this object id
   */
  revokeSessions(oid: string): void;

  /**
   * Graph answers the access tokens that this person has so far with a claims challenge from now on. As at Entra, only
   * those whose token request declared the client capability `cp1`; others live out their time.
   *
   * @throws RangeError when nobody has this object id
   */
  revokeAccessTokens(oid: string): void;

  /**
   * As if it had just been started with the same options: everybody is signed out, every token is worthless, no fault is
   * on, the clock is right. Where it listens and its signing keys stay. What was taken from this object before (`faults`,
   * `app`, `requests`) belongs to the past.
   */
  reset(): void;

  /** Closes the listener and every connection, those of hanging requests included. */
  close(): Promise<void>;
}

/**
 * Starts an emulator of Entra ID and Microsoft Graph, on the loopback addresses unless told otherwise.
 *
 * @throws TypeError that names every option that makes no sense, and where
 * @throws Error when a port is taken
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const problems = problemsWith(OPTIONS, options);
  if (problems !== undefined) throw new TypeError(`The options of the emulator make no sense:\n${problems}`);
  const keys = await SigningKeys.create();
  const listeners = await openListeners(options);
  const begin = (): { clock: Clock; state: EmulatorState } => {
    const clock = new Clock(options.now ?? Date.now);
    const state = createState(options, clock, keys, listeners);
    const controls = { clock, reset: () => void (current = begin()) };
    listeners.serve((role) => createServer(state, controls, role));
    return { clock, state };
  };
  let current = await begunOrClosed(begin, listeners);
  return {
    origin: listeners.origin,
    port: listeners.port,
    graphEndpoint: listeners.graphOrigin,
    ca: listeners.tls?.ca,
    caFile: listeners.tls?.caFile,
    get tenantId() {
      return current.state.tenantId;
    },
    get app() {
      return current.state.app;
    },
    get people() {
      return current.state.people;
    },
    get faults() {
      return current.state.faults;
    },
    get clock() {
      return current.clock;
    },
    get requests() {
      return current.state.log.entries;
    },
    get requestCounts() {
      return current.state.log.counts;
    },
    get sessions() {
      return current.state.sessions.all;
    },
    get tampering() {
      return current.state.tampering;
    },
    person: (key) => findPerson(current.state.people, key),
    issueTokens: (person, options = {}) =>
      issueTokens(
        current.state,
        findPerson(current.state.people, typeof person === 'string' ? person : person.key),
        options,
      ),
    refuse: (refusal) => current.state.faults.refuse(refusal),
    rotateKeys: () => keys.rotate(),
    revokeSessions: (oid) => revokeSessions(current.state, withObjectId(current.state.people, oid).oid),
    revokeAccessTokens: (oid) => current.state.grants.revokeAccessTokens(withObjectId(current.state.people, oid).oid),
    reset: () => {
      current = begin();
    },
    close: () => listeners.close(),
  };
}

/** Registrations that cannot be made leave nothing open behind. */
async function begunOrClosed<T>(begin: () => T, listeners: { close(): Promise<void> }): Promise<T> {
  try {
    return begin();
  } catch (error) {
    await listeners.close();
    throw error;
  }
}
