import fc from 'fast-check';
import type { GenuineValues } from './genuine-values.js';
import { hostilePaths } from './hostile-paths.js';
import { escapeBytes, FOREIGN_HOST } from './hostile-text.js';
import {
  callbackParameters,
  hostileAnswers,
  hostileQueries,
  LOGIN_PARAMETERS,
  OTHER_PARAMETERS,
} from './hostile-queries.js';

/** Every address that the service answers to anybody, and some that it does not have. */
const ROUTES = [
  '/',
  '/login',
  '/getAToken',
  '/profile',
  '/profile/photo',
  '/session',
  '/logout',
  '/logout/frontchannel',
  '/healthz',
  '/readyz',
  '/assets/style.css',
  '/assets',
  '/assets/',
  '/nowhere',
];

/** The address of a request: a path of ours or nearly one, with a query that it reads, or others do; as bytes. */
export function hostileTargets(genuine: GenuineValues, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const callback = callbackParameters(genuine);
  const all = { ...LOGIN_PARAMETERS, ...OTHER_PARAMETERS, ...callback };
  const of = (routes: readonly string[], parameters: typeof all) =>
    fc.tuple(hostilePaths(routes, text), hostileQueries(parameters, text)).map((parts) => parts.join(''));
  return fc.oneof(
    { weight: 5, arbitrary: of(ROUTES, all) },
    { weight: 2, arbitrary: of(ROUTES, OTHER_PARAMETERS) },
    { weight: 2, arbitrary: of(['/login'], LOGIN_PARAMETERS) },
    { weight: 2, arbitrary: of(['/getAToken'], callback) },
  );
}

/** Notices that somebody signed out at Entra, for a session that is not ours or from somebody who is not Entra. */
export function foreignNotices({ sid }: GenuineValues, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const foreign = `iss=${escapeBytes(`https://${FOREIGN_HOST}/v2.0`)}&sid=${sid}`;
  return fc.oneof(
    text.map((more) => `/logout/frontchannel?${foreign}&${escapeBytes(more)}`),
    text.map((more) => `/logout/frontchannel?sid=${sid}-${escapeBytes(more)}`),
    fc
      .constantFrom(sid.slice(1), sid.toUpperCase(), '*', '%', '')
      .map((almost) => `/logout/frontchannel?sid=${almost}`),
    fc.constantFrom(`sid=${sid}&sid=${sid}`, `sid[]=${sid}`).map((query) => `/logout/frontchannel?${query}`),
  );
}

/** Entra's answer to a sign-in that is really pending, with more that it never said. */
export function hostileCallbacks(genuine: GenuineValues, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const more = hostileQueries(callbackParameters(genuine), text).map((query) => query.slice(1));
  return fc
    .tuple(hostileAnswers(genuine, text), fc.oneof(fc.constant(''), more))
    .map((parts) => `/getAToken?state=${genuine.state}&${parts.join('&')}`);
}
