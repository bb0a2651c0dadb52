import { DEFAULT_APP, type EmulatedApp } from '../options.js';
import type { AppOptions } from './app-options.js';
import { clientSecret } from './credentials.js';
import type { AppRegistration } from './registrations.js';

/** The app that is always there: accounts of any organisation, and the optional claims that a web app wants. */
export function firstAppOptions(app: Partial<EmulatedApp> = {}): AppOptions {
  const { clientSecret: secret, ...rest } = { ...DEFAULT_APP, ...app };
  return {
    ...rest,
    secrets: [secret],
    signInAudience: 'AzureADMultipleOrgs',
    optionalClaims: { idToken: ['sid', 'login_hint'] },
  };
}

/** A registration in the short form that tests read and change. */
export function emulatedApp(registration: AppRegistration, now: () => number): EmulatedApp {
  return {
    get clientId() {
      return registration.clientId;
    },
    get displayName() {
      return registration.displayName;
    },
    set displayName(name) {
      registration.displayName = name;
    },
    get clientSecret() {
      return registration.secrets[0]?.value ?? '';
    },
    /** The only one from now on. */
    set clientSecret(value) {
      registration.secrets = [clientSecret(value, now())];
    },
    get redirectUris() {
      return registration.redirectUris.web;
    },
    set redirectUris(web) {
      registration.redirectUris.web = web;
    },
    get frontchannelLogoutUrl() {
      return registration.frontchannelLogoutUrl ?? undefined;
    },
    set frontchannelLogoutUrl(url: string | undefined) {
      registration.frontchannelLogoutUrl = url ?? null;
    },
  };
}
