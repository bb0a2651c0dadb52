import { Controller, Get, Module } from '@nestjs/common';
import { Public } from '../../src/common/decorators/public.decorator.js';
import { navigate } from '../../tools/browsing/navigate.js';
import { type Person, people } from '../../tools/emulator/index.js';
import { type Browser, JSON_ONLY } from './browser.js';
import type { LearntSecrets } from './learnt-secrets.js';
import { rawRequest } from './raw-request.js';
import type { TestService } from './service.js';
import { observeStoreOf } from './observed-record-store.js';

/** Somebody whose every detail is found again. */
export const PERSON: Person = {
  ...people.ordinary,
  displayName: 'Xanthippe Quizzlebury',
  givenName: 'Xanthippe',
  surname: 'Quizzlebury',
  userPrincipalName: 'xanthippe.upn@quizzlebury.example',
  mail: 'xanthippe.mail@quizzlebury.example',
  jobTitle: 'Zymurgist',
  mobilePhone: '+1 555 0199 4711',
  officeLocation: 'Wing Zeta',
  businessPhones: ['+1 555 0188 4712'],
};
export const PERSONAL = [
  'Xanthippe',
  'Quizzlebury',
  'quizzlebury.example',
  'Zymurgist',
  '0199 4711',
  'Wing Zeta',
  '0188 4712',
];
export const IN_QUERY = 'marker-in-a-query-string';
export const IN_DESCRIPTION = 'marker-in-an-error-description';
export const IN_ERROR_FIELD = 'marker-in-a-field-of-an-error';

/** Fails as HTTP clients do: with the whole request, credentials included, as a field of the error. */
@Public()
@Controller('broken')
class BrokenController {
  @Get()
  fail(): never {
    const config = { headers: { Authorization: `Bearer ${IN_ERROR_FIELD}` } };
    throw Object.assign(new Error('unexpected'), { config, response: { config }, code: 'EBROKEN' });
  }
}

@Module({ controllers: [BrokenController] })
export class BrokenModule {}

/**
 * Does with a service what people, Entra and Graph do to it on good and on bad days. Needs BrokenModule, deadlines of a
 * few hundred milliseconds and PERSON among the emulator's people.
 * @returns how many requests the service got
 */
export async function walkThroughEverything(service: TestService, secrets: LearntSecrets): Promise<number> {
  let requests = 0;
  const watched = (browser: Browser): Browser => {
    secrets.watchBrowser(browser);
    const request = browser.request.bind(browser);
    browser.request = (target, options) => {
      if (new URL(target, service.url).origin === service.url) requests += 1;
      return request(target, options);
    };
    return browser;
  };
  const { emulator, clock } = service;
  const { faults, tampering } = emulator;
  const store = observeStoreOf(service);
  const adele = watched(service.browser());

  for (const path of ['/', '/profile', `/nowhere?x=${IN_QUERY}`, `/login?returnTo=/${IN_QUERY}`, '/broken']) {
    await adele.get(path);
  }
  const query = `?returnTo=/profile%3F${IN_QUERY}&login_hint=${PERSON.userPrincipalName}`;
  const callback = await adele.walkToCallback(PERSON, { query });
  const pending = await adele.cookieHeader();
  await adele.get(callback);
  await adele.get(callback);
  await navigate(callback, { headers: { cookie: pending } });
  requests += 1;
  for (const path of ['/', '/session', '/profile', '/profile/photo', '/logout', `/profile?${IN_QUERY}`]) {
    await adele.get(path);
    await adele.get(path, { accept: JSON_ONLY });
  }
  await adele.get('/profile', { headers: { authorization: `Bearer ${IN_QUERY}` } });
  await adele.post('/logout', { headers: { 'sec-fetch-site': 'cross-site' } });

  // Refused sign-ins.
  await adele.signIn(PERSON, { query: '?prompt=consent', consent: 'decline' });
  await adele.signIn(PERSON, { query: '?prompt=login', consent: 'cancel' });
  const refused = await adele.walkToCallback(PERSON);
  refused.searchParams.delete('code');
  refused.searchParams.set('error', 'invalid_request');
  refused.searchParams.set('error_description', `AADSTS50020: ${PERSON.mail} ${IN_DESCRIPTION}`);
  await adele.get(refused);
  const odd = await adele.walkToCallback(PERSON);
  odd.searchParams.delete('code');
  odd.searchParams.set('error', 'server_error');
  odd.searchParams.set('error_subcode', `${IN_QUERY} ${PERSON.mail}`);
  odd.searchParams.set(
    'error_description',
    `AADSTS1: ${IN_DESCRIPTION} Trace ID: a Correlation ID: b Timestamp: ${PERSON.mail}`,
  );
  await adele.get(odd);
  const oddWord = await adele.walkToCallback(PERSON);
  oddWord.searchParams.delete('code');
  oddWord.searchParams.set('error', `${IN_QUERY} ${PERSON.mail}`);
  await adele.get(oddWord);
  for (const changes of [{ nonce: 'x' }, { aud: 'x' }, { iss: 'x' }, { oid: undefined }, { exp: 1 }]) {
    tampering.idToken = ({ claims, sign }) => sign({ ...claims, ...changes });
    await adele.signIn(PERSON);
  }
  for (const token of ['x.y.z', 'x', `a.${Buffer.from(`{"name":"${PERSON.displayName}"`).toString('base64url')}.c`]) {
    tampering.idToken = () => token;
    await adele.signIn(PERSON);
  }
  tampering.idToken = undefined;
  faults.refusal = 70008;
  for (const fault of ['token-503', 'token-hang', 'token-expired-secret', 'token-refused'] as const) {
    faults.set(fault, true, 1);
    await adele.signIn(PERSON);
  }

  // Refreshes, good and bad, and Graph's troubles.
  await adele.signIn(PERSON);
  for (const fault of [undefined, 'token-503', 'token-hang', 'graph-429', 'graph-503', 'graph-hang'] as const) {
    clock.advance(500_000);
    if (fault !== undefined) faults.set(fault, true);
    await adele.get('/profile');
    faults.clear();
  }
  emulator.revokeAccessTokens(PERSON.oid);
  await adele.get('/profile');
  emulator.revokeAccessTokens(PERSON.oid);
  emulator.revokeSessions(PERSON.oid);
  await adele.get('/profile');
  faults.set('discovery-html', true);
  clock.advance(2 * 60 * 60_000);
  await adele.get('/login');
  faults.clear();
  await adele.signIn(PERSON);

  store.fail();
  for (const path of ['/profile', '/readyz']) await adele.get(path);
  store.recover();
  for (const path of [`/%E0%A4%A?${IN_QUERY}`, `/assets/%E0%A4%A?${IN_QUERY}`]) {
    await rawRequest(service.url, { path, headers: { cookie: await adele.cookieHeader() } });
    requests += 1;
  }
  await adele.post('/logout');
  await adele.get('/?state=signed-out');
  return requests;
}
