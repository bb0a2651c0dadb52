import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Client, WrongAnswerError } from '../load/client.js';
import type { Crowd } from '../load/crowd.js';
import { readOwnProfile } from '../load/profile.js';
import { type SignedIn, signIn } from '../load/sign-in.js';
import type { AuthorityAddress } from '../stage/authority.js';
import type { Tally } from './tally.js';

const PAUSE_MS = 1000;
const PROFILES_OF_A_VISIT = 4;
const TRIES_TO_SIGN_OUT = 60;

/** The service that people use, and who looks on. */
export interface Scene {
  readonly url: string;
  readonly authority: AuthorityAddress;
  readonly client: Client;
  readonly crowd: Crowd;
  readonly tally: Tally;
  readonly isOver: () => boolean;
}

/** Somebody who signs in once, looks at things all the time, and signs out at the end. */
export async function resident(scene: Scene): Promise<void> {
  const { url, client, tally, isOver } = scene;
  let signedIn = await arrive(scene);
  while (signedIn === undefined && !isOver()) signedIn = await arrive(scene);
  if (signedIn === undefined) return;
  const me = signedIn;
  while (!isOver()) {
    await tally.attempt('profile', () => readOwnProfile(client, url, me));
    await tally.attempt('session', () => expectSignedIn(client, url, me));
    await aWhile();
  }
  await leave(scene, me);
}

/** Somebody new again and again: signs in, looks at a few things, signs out. */
export async function passersBy(scene: Scene): Promise<void> {
  const { url, client, tally, isOver } = scene;
  while (!isOver()) {
    const signedIn = await arrive(scene);
    if (signedIn !== undefined) {
      for (let times = 0; times < PROFILES_OF_A_VISIT; times += 1) {
        await tally.attempt('profile', () => readOwnProfile(client, url, signedIn));
        await aWhile(PAUSE_MS / 4);
      }
      await leave(scene, signedIn);
    }
    await aWhile(PAUSE_MS / 4);
  }
}

async function arrive({ url, authority, client, crowd, tally }: Scene): Promise<SignedIn | undefined> {
  const [visitor] = crowd.take(1);
  if (visitor === undefined) return undefined;
  const arrived = await tally.attempt('sign-in', () => signIn(client, url, authority, visitor));
  if (arrived === undefined) await aWhile();
  return arrived?.result;
}

/** Signs out, however often it takes while Redis is away; from then on the cookie is worth nothing. */
async function leave({ url, client, tally }: Scene, { cookie }: SignedIn): Promise<void> {
  const headers = { accept: 'application/json', cookie };
  for (let tries = 0; tries < TRIES_TO_SIGN_OUT; tries += 1) {
    const left = await tally.attempt('sign-out', async () => {
      expectStatus(await client.ask(`${url}/logout`, headers, 'POST'), 200);
    });
    if (left !== undefined) break;
    await aWhile(PAUSE_MS / 2);
  }
  await tally.attempt('profile after sign-out', async () => {
    expectStatus(await client.ask(`${url}/profile`, headers), 401);
  });
}

async function expectSignedIn(client: Client, url: string, { cookie }: SignedIn): Promise<void> {
  const answer = await client.ask(`${url}/session`, { accept: 'application/json', cookie });
  expectStatus(answer, 200);
  const { signedIn } = JSON.parse(answer.body) as { signedIn?: unknown };
  if (signedIn !== true) throw new WrongAnswerError('/session says that nobody is signed in', answer.status);
}

function expectStatus({ status, body }: Answer, expected: number): void {
  if (status === expected) return;
  throw new WrongAnswerError(`answered ${status} in place of ${expected}: ${body.slice(0, 200)}`, status);
}

/** So that not everybody comes at the same moment. */
function aWhile(aboutMs = PAUSE_MS): Promise<void> {
  return pause(aboutMs * (0.5 + Math.random()));
}
