import { setTimeout as pause } from 'node:timers/promises';
import { becomesTrue } from '../processes/becomes-true.js';
import type { Cookie, Fleet, Instance } from './fleet.js';
import type { Finding } from './report.js';

const REQUESTS = 100;
const MINUTE_MS = 60_000;
/** What a caller of the profile can get. */
interface Answers {
  served: number;
  signInAgain: number;
  other: string[];
}

/** Parallel requests for the profile with one session, in turn to these instances. */
async function askForProfiles(cookie: Cookie, instances: readonly Instance[], count: number): Promise<Answers> {
  const answers: Answers = { served: 0, signInAgain: 0, other: [] };
  await Promise.all(
    Array.from({ length: count }, async (_unused, each) => {
      const { url } = instances[each % instances.length] as Instance;
      try {
        const response = await fetch(`${url}/profile`, { headers: { cookie, accept: 'application/json' } });
        const body = (await response.json()) as { code?: string };
        if (response.status === 200) answers.served += 1;
        else if (body.code === 'sign_in_again') answers.signInAgain += 1;
        else answers.other.push(`${response.status} ${body.code}`);
      } catch {
        answers.other.push('connection lost');
      }
    }),
  );
  return answers;
}

/** How many refreshes the token endpoint has carried out, or refused, since; one that it left hanging is none. */
function refreshesSince(fleet: Fleet, since: number): number {
  return fleet.emulator.requests
    .slice(since)
    .filter(({ endpoint, grantType }) => endpoint === 'token' && grantType === 'refresh_token').length;
}

function describe({ served, signInAgain, other }: Answers, refreshes: number): string {
  const odd = other.length === 0 ? '' : `, ${other.length} else (${[...new Set(other)].join(', ')})`;
  return `${served} served, ${signInAgain} to sign in again${odd}; ${refreshes} ${refreshes === 1 ? 'refresh' : 'refreshes'}`;
}

/** A session whose access token (80 minutes) has just ended, kept alive half-way (idle for an hour at most). */
async function expiredSession(fleet: Fleet): Promise<Cookie> {
  const cookie = await fleet.signIn();
  await fleet.advance(30 * MINUTE_MS);
  await askForProfiles(cookie, fleet.instances, 3);
  await fleet.advance(55 * MINUTE_MS);
  return cookie;
}

export async function refreshAtExpiry(fleet: Fleet): Promise<Finding> {
  const cookie = await expiredSession(fleet);
  const since = fleet.emulator.requests.length;
  const answers = await askForProfiles(cookie, fleet.instances, REQUESTS);
  const refreshes = refreshesSince(fleet, since);
  return {
    what: `${REQUESTS} parallel requests over three instances at expiry, strict rotation`,
    found: describe(answers, refreshes),
    kept: answers.served === REQUESTS && refreshes === 1,
  };
}

export async function refreshWithASlowTokenEndpoint(fleet: Fleet): Promise<Finding> {
  const cookie = await expiredSession(fleet);
  const since = fleet.emulator.requests.length;
  fleet.emulator.tampering.tokenAnswer = async (answer) => {
    await pause(5000);
    return answer;
  };
  const answers = await askForProfiles(cookie, fleet.instances, REQUESTS);
  fleet.emulator.tampering.tokenAnswer = undefined;
  const refreshes = refreshesSince(fleet, since);
  return {
    what: 'the same with a token endpoint that takes 5 s',
    found: describe(answers, refreshes),
    kept: answers.served === REQUESTS && refreshes === 1,
  };
}

/** The first instance holds the lease when it is killed; the others are asked meanwhile. */
async function killTheHolder(
  fleet: Fleet,
  strike: (holder: Instance) => void,
  hasStruck: (holder: Instance) => boolean,
): Promise<[Answers, number]> {
  const cookie = await expiredSession(fleet);
  const since = fleet.emulator.requests.length;
  const [holder, ...others] = fleet.instances;
  strike(holder);
  const doomed = askForProfiles(cookie, [holder], 1);
  await becomesTrue(() => hasStruck(holder), 10_000);
  const waiting = askForProfiles(cookie, others, REQUESTS);
  await pause(300);
  holder.app.signal('SIGKILL');
  await doomed;
  return [await waiting, refreshesSince(fleet, since)];
}

export async function holderKilledBeforeTheAnswer(fleet: Fleet): Promise<Finding> {
  // The endpoint takes the first request and never answers, nor does it use up the refresh token.
  const { faults } = fleet.emulator;
  const [answers, refreshes] = await killTheHolder(
    fleet,
    () => faults.set('token-hang', true, 1),
    () => !faults.isOn('token-hang'),
  );
  return {
    what: 'the refreshing instance killed before the token request was answered, strict rotation',
    found: describe(answers, refreshes),
    kept: answers.served === REQUESTS && refreshes === 1,
  };
}

export async function holderKilledBeforeTheWrite(fleet: Fleet, rotation: 'strict' | 'tolerant'): Promise<Finding> {
  const strike = (holder: Instance) => {
    fleet.emulator.tampering.tokenAnswer = async (answer) => {
      fleet.emulator.tampering.tokenAnswer = undefined;
      // Entra has done its part; nobody is left to hear of it.
      holder.app.signal('SIGKILL');
      await holder.app.ended;
      return answer;
    };
  };
  const [answers, refreshes] = await killTheHolder(fleet, strike, ({ app }) => app.hasExited);
  const expected = rotation === 'tolerant' ? answers.served : answers.signInAgain;
  return {
    what: `killed after the answer and before the write, ${rotation === 'tolerant' ? 'as Entra is' : 'strict rotation'}`,
    found: describe(answers, refreshes),
    kept: expected === REQUESTS,
  };
}
