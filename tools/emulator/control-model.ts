import type { Clock } from './clock.js';
import { MICROSOFT_SERVICES_TENANT } from './directory/microsoft-graph.js';
import type { AppRegistration } from './directory/registrations.js';
import { REFUSALS } from './entra/refusals.js';
import { envLines } from './environment.js';
import { faultsOf, STRUCK_ENDPOINTS, type StruckEndpoint } from './faults/endpoints.js';
import type { ControlModel } from './pages/control-page.js';
import type { ApplicationModel } from './pages/control/applications.js';
import type { SwitchedOnModel } from './pages/control/switched-on.js';
import type { RefusalChoice } from './pages/control/faults.js';
import type { EmulatorState } from './state.js';

const MOST_REQUESTS_SHOWN = 50;
const MOST_SESSIONS_SHOWN = 20;
const MOST_APPLICATIONS_SHOWN = 50;
const ENDPOINTS = Object.keys(STRUCK_ENDPOINTS) as StruckEndpoint[];

/** What one showing of the control page depends on besides the emulator. */
interface Shown extends Pick<ControlModel, 'notice'> {
  /** The endpoint whose faults are unfolded. */
  readonly open: string | null;
}

/** Everything that the control page shows. */
export function controlModel(state: EmulatorState, clock: Clock, { notice, open }: Shown): ControlModel {
  const { faults, sessions } = state;
  const applications = state.registrations.all.filter(({ homeTenant }) => homeTenant !== MICROSOFT_SERVICES_TENANT);
  return {
    notice,
    switchedOn: ENDPOINTS.flatMap((endpoint) => switchedOn(state, endpoint)),
    clock: { now: new Date(clock.now()).toISOString(), offset: offsetOf(clock.aheadMs) },
    endpoints: ENDPOINTS.map((endpoint) => ({
      name: endpoint,
      title: STRUCK_ENDPOINTS[endpoint].title,
      open: endpoint === open,
      requests: requestsTo(state, endpoint),
      faults: faultsOf(endpoint).map(([name, { about }]) => ({ name, sentence: about, on: faults.isOn(name) })),
    })),
    refusals: refusalChoices(state),
    requests: state.log.entries.slice(-MOST_REQUESTS_SHOWN).reverse(),
    signedIn: {
      count: sessions.all.length,
      shown: sessions.all
        .slice(-MOST_SESSIONS_SHOWN)
        .reverse()
        .map(({ person, startedAtMs }) => ({ person, since: new Date(startedAtMs).toISOString() })),
    },
    people: state.people,
    env: envLines({ ...state, graphEndpoint: state.graphOrigin }).join('\n'),
    applications: {
      count: applications.length,
      shown: applications.slice(0, MOST_APPLICATIONS_SHOWN).map(applicationModel),
    },
  };
}

function switchedOn({ faults }: EmulatorState, endpoint: StruckEndpoint): SwitchedOnModel[] {
  const on = faultsOf(endpoint).filter(([name]) => faults.isOn(name));
  return on.map(([name]) => {
    const left = faults.left(name);
    const details = [
      ...(name === 'token-refused' ? [`AADSTS${faults.refusal} ${faults.refusalError.error}`] : []),
      ...(left === Infinity ? [] : [left === 1 ? 'for one more request' : `for ${left} more requests`]),
    ];
    return { name, endpoint, details };
  });
}

/** One that a test made up is among them for as long as it is chosen. */
function refusalChoices({ faults }: EmulatorState): RefusalChoice[] {
  const { code, error } = faults.refusalError;
  const isKnown = REFUSALS.some((refusal) => refusal.code === code);
  const choices = isKnown ? REFUSALS : [{ code, error }, ...REFUSALS];
  return choices.map((choice) => ({ code: choice.code, error: choice.error, chosen: choice.code === code }));
}

function requestsTo({ log }: EmulatorState, endpoint: StruckEndpoint): number {
  const counts = Object.entries(log.counts).filter(([name]) => name.split('.')[0] === endpoint);
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

function applicationModel(app: AppRegistration): ApplicationModel {
  const { web, spa, publicClient } = app.redirectUris;
  const properties = [
    { term: 'Application (client) ID', values: [app.clientId] },
    { term: 'Redirect URIs (Web)', values: web },
    { term: 'Redirect URIs (single-page application)', values: spa },
    { term: 'Redirect URIs (public client)', values: publicClient },
    { term: 'Front-channel logout URL', values: app.frontchannelLogoutUrl === null ? [] : [app.frontchannelLogoutUrl] },
    { term: 'Application ID URIs', values: app.identifierUris },
    { term: 'Scopes', values: app.scopes.map(({ value }) => value) },
    { term: 'App roles', values: app.appRoles.map(({ value }) => value) },
    { term: 'Client secrets', values: app.secrets.map(({ hint, endsAtMs }) => `${hint}… until ${dayOf(endsAtMs)}`) },
    {
      term: 'Certificates',
      values: app.certificates.map(({ sha1, endsAtMs }) => `${sha1} until ${dayOf(endsAtMs)}`),
    },
    {
      term: 'Federated credentials',
      values: app.federatedCredentials.map(({ issuer, subject }) => `${issuer} ${subject}`),
    },
  ];
  return { name: app.displayName, properties: properties.filter(({ values }) => values.length > 0) };
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** How far a clock is from the right time, in words; nothing below a second. */
function offsetOf(aheadMs: number): string | undefined {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds === 0) return undefined;
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return `${words.join(' ')} ${aheadMs > 0 ? 'ahead' : 'behind'}`;
}
