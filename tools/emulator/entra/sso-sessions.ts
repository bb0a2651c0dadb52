import { randomBytes, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { BoundedMap } from '../bounded-map.js';
import type { AppRegistration } from '../directory/registrations.js';
import type { Person } from '../people.js';

/** Somebody signed in at the emulator in one browser. */
export interface SsoSession {
  readonly person: Person;
  /** The `sid` of the ID tokens. */
  readonly sid: string;
  /** The `session_state` of authorization responses. */
  readonly sessionState: string;
  readonly startedAtMs: number;
  /** The applications that the person came into with it, in order. */
  readonly clients: Set<AppRegistration>;
}

/** Entra's session cookie lives a day where nobody chose to stay signed in. */
const LIFETIME_MS = 24 * 3600 * 1000;

/** Cookies ignore ports, so this name must not be one that a service on localhost uses. */
const COOKIE = 'emulator_sso';
const COOKIE_ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';
const COOKIE_VALUE = new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_-]+)`);

/** The sessions of the emulator itself, which let people in at once the next time. */
export class SsoSessions {
  private readonly byCookie = new BoundedMap<string, SsoSession>(1000);

  constructor(private readonly now: () => number) {}

  get all(): readonly SsoSession[] {
    return [...this.byCookie.values()].filter((session) => this.lives(session));
  }

  find(req: Request): SsoSession | undefined {
    const cookie = cookieOf(req);
    const session = this.byCookie.get(cookie ?? '');
    return session && this.lives(session) ? session : undefined;
  }

  private lives({ startedAtMs }: SsoSession): boolean {
    return this.now() < startedAtMs + LIFETIME_MS;
  }

  /** Signs a person in; whoever was signed in in this browser is signed out. */
  start(req: Request, res: Response, person: Person): SsoSession {
    this.byCookie.delete(cookieOf(req) ?? '');
    const cookie = randomBytes(24).toString('base64url');
    const session: SsoSession = {
      person,
      sid: randomUUID(),
      sessionState: randomUUID(),
      startedAtMs: this.now(),
      clients: new Set(),
    };
    this.byCookie.set(cookie, session);
    res.append('Set-Cookie', `${COOKIE}=${cookie}; ${COOKIE_ATTRIBUTES}`);
    return session;
  }

  end(req: Request, res: Response): void {
    this.byCookie.delete(cookieOf(req) ?? '');
    res.append('Set-Cookie', `${COOKIE}=; Max-Age=0; ${COOKIE_ATTRIBUTES}`);
  }

  endAllOf(oid: string): void {
    for (const [cookie, session] of this.byCookie) {
      if (session.person.oid === oid) this.byCookie.delete(cookie);
    }
  }
}

function cookieOf(req: Request): string | undefined {
  return COOKIE_VALUE.exec(req.headers.cookie ?? '')?.[1];
}
