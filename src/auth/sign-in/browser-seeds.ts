import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LRUCache } from 'lru-cache';
import type { Configuration } from '../../../config/configuration.js';
import { Secret } from '../../../config/secret.js';
import { CLOCK, type Clock } from '../../common/clock.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { COOKIES, ServiceCookie } from '../../common/http/service-cookie.js';

/** 128 random bits, and 32 of the second in which it was made. */
const RANDOM_BYTES = 16;
const FORM = /^[\w-]{27}$/;
const LIFETIME_MS = 24 * 60 * 60_000;
/** Then sign-ins begin with another, so that those of this one are over before its cookie is. */
const USE_MS = LIFETIME_MS - 60 * 60_000;
/** So many cookies at most: what a browser sends stays small, whatever it does. */
const PLACES = 32;
/** Requests of one address within this time may be tabs that were opened at once. */
const AT_ONCE_MS = 2000;
const MAX_ADDRESSES = 1000;

interface Seed {
  value: Secret;
  madeAtMs: number;
  /** Of the cookie that it lies in. */
  place: number;
}

/**
 * A random seed in each browser that began a sign-in, for a day: what makes a pending sign-in this browser's own. One small
 * cookie serves for all of them. Only tabs that a browser opens at once, none of which knows what the others are being
 * given, get one each: in places of their own, of which there are 32.
 */
@Injectable()
export class BrowserSeeds {
  /** Sessions in Redis are what instances share. */
  readonly #mayBeOneOfMany: boolean;
  /** One in each place. */
  readonly #cookies: readonly ServiceCookie[];
  /** The place that the next request of an address gets that comes without a seed, right after another one. */
  readonly #nextPlaces: LRUCache<string, number>;

  constructor(
    @Inject(CONFIGURATION) { http, redis }: Pick<Configuration, 'http' | 'redis'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#mayBeOneOfMany = redis !== undefined;
    this.#nextPlaces = new LRUCache({ max: MAX_ADDRESSES, ttl: AT_ONCE_MS, ttlResolution: 0, perf: clock });
    this.#cookies = Array.from(
      { length: PLACES },
      (_unused, place) => new ServiceCookie(http, place === 0 ? COOKIES.seed : `${COOKIES.seed}-${place}`, LIFETIME_MS),
    );
  }

  /** Every seed of this browser; the newest first. */
  all(request: Request): Secret[] {
    return this.#seeds(request)
      .sort((a, b) => b.madeAtMs - a.madeAtMs)
      .map(({ value }) => value);
  }

  /** The seed for a sign-in that begins: one that the browser has, or a new one. `keep` has to follow, once it has begun. */
  current(request: Request): { seed: Secret; keep: (response: Response) => void } {
    const now = this.clock.now();
    const seeds = this.#seeds(request);
    const fresh = seeds.find(({ madeAtMs }) => madeAtMs <= now && now - madeAtMs < USE_MS);
    if (fresh !== undefined) return { seed: fresh.value, keep: () => undefined };
    const seed = newSeed(now);
    const cookie = this.#cookies[this.#freePlace(request, seeds)];
    return { seed, keep: (response) => cookie?.write(response, seed.reveal()) };
  }

  #freePlace({ ip = '' }: Request, seeds: readonly Seed[]): number {
    const first = this.#nextPlaces.get(ip) ?? this.#firstPlace();
    this.#nextPlaces.set(ip, (first + 1) % PLACES);
    const taken = new Set(seeds.map(({ place }) => place));
    const places = Array.from({ length: PLACES }, (_unused, step) => (first + step) % PLACES);
    return places.find((place) => !taken.has(place)) ?? first;
  }

  /** Of several instances each may be asked by one of the tabs: they begin anywhere, or all would begin at the first. */
  #firstPlace(): number {
    return this.#mayBeOneOfMany ? Math.floor(Math.random() * PLACES) : 0;
  }

  #seeds(request: Request): Seed[] {
    return this.#cookies.flatMap((cookie, place) => {
      const value = cookie.read(request) ?? '';
      return FORM.test(value) ? [{ value: new Secret(value), madeAtMs: timeOf(value), place }] : [];
    });
  }
}

function newSeed(nowMs: number): Secret {
  const seed = Buffer.concat([randomBytes(RANDOM_BYTES), Buffer.alloc(4)]);
  seed.writeUInt32BE(Math.floor(nowMs / 1000), RANDOM_BYTES);
  return new Secret(seed.toString('base64url'));
}

function timeOf(seed: string): number {
  return Buffer.from(seed, 'base64url').readUInt32BE(RANDOM_BYTES) * 1000;
}
