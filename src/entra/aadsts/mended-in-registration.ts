import type { PlacedAadstsEntry } from './aadsts-entry.js';
import {
  API_PERMISSIONS,
  APP_REGISTRATION,
  APP_REGISTRATIONS,
  ENTERPRISE_APPS,
  variable,
  WEB_REDIRECT_URIS,
} from './places.js';

const TENANT_ID = `${APP_REGISTRATION} → Overview → Directory (tenant) ID`;

/** What a developer has to bring together: the app registration and the configuration of this service. */
export const mendedInRegistration: readonly PlacedAadstsEntry[] = [
  {
    codes: [50011],
    happened: 'The address that Microsoft should send people back to is not registered for the app.',
    remedy: 'Register BASE_URL followed by /getAToken for the platform Web, letter for letter, or correct BASE_URL.',
    place: WEB_REDIRECT_URIS,
    shownBy: 'microsoft',
  },
  {
    codes: [500113, 900971],
    happened: 'No address is registered that Microsoft could send people back to.',
    remedy: 'Register BASE_URL followed by /getAToken for the platform Web.',
    place: WEB_REDIRECT_URIS,
    shownBy: 'microsoft',
  },
  {
    codes: [9002325, 9002327],
    happened: 'The address of the service is registered as one of an app that runs in the browser.',
    remedy: 'Remove the redirect URI from the platform Single-page application and register it for Web.',
    place: WEB_REDIRECT_URIS,
  },
  {
    codes: [700025],
    happened: 'The app is registered as one that can keep no secret, but the service sent one.',
    remedy: 'Remove the redirect URI from the platform Mobile and desktop applications and register it for Web.',
    place: WEB_REDIRECT_URIS,
  },
  {
    codes: [50049],
    happened: 'Microsoft does not know the authority that the service names.',
    remedy: 'Set CLOUD_INSTANCE to the sign-in host of the cloud in which the app is registered.',
    place: variable('CLOUD_INSTANCE'),
  },
  {
    codes: [90038, 900439],
    happened: 'The organisation or the app is in another of Microsoft’s clouds than the service asks.',
    remedy: 'Set CLOUD_INSTANCE and GRAPH_API_ENDPOINT to the hosts of the cloud in which the app is registered.',
    place: variable('CLOUD_INSTANCE and GRAPH_API_ENDPOINT'),
  },
  {
    codes: [90002],
    happened: 'Microsoft does not know the organisation that the service names.',
    remedy:
      'Set TENANT_ID to its Directory (tenant) ID, and CLOUD_INSTANCE to the sign-in host of the cloud that it is in.',
    place: TENANT_ID,
    shownBy: 'either',
  },
  {
    codes: [50059],
    happened: 'The request does not say which organisation it is for.',
    remedy: 'Set TENANT_ID to the Directory (tenant) ID of the organisation.',
    place: TENANT_ID,
  },
  {
    codes: [90010, 9001023],
    happened: 'What the service asks for is only given for one organisation, not for all of them.',
    remedy: 'Set TENANT_ID to the Directory (tenant) ID of the organisation, in place of common or organizations.',
    place: TENANT_ID,
  },
  {
    codes: [50194],
    happened: 'The app is registered for one organisation, but the service lets in several.',
    remedy:
      'Set TENANT_ID to the Directory (tenant) ID of the organisation, or let the app support accounts of any organisation.',
    place: `${APP_REGISTRATION} → Authentication → Supported account types`,
    shownBy: 'either',
  },
  {
    codes: [700016],
    happened: 'The organisation has no app with the ID that the service names.',
    remedy:
      'Compare CLIENT_ID and TENANT_ID with the registration, and CLOUD_INSTANCE with its cloud. An organisation other than the app’s own has to accept the app first.',
    place: `${APP_REGISTRATION} → Overview → Application (client) ID and Directory (tenant) ID`,
    shownBy: 'either',
  },
  {
    codes: [7000229],
    happened: 'The app is registered, but the organisation has no enterprise application (service principal) of it.',
    remedy:
      'Make one: let an administrator of the organisation accept the app, or run az ad sp create --id with the Application (client) ID. It then stands in the list.',
    place: `${ENTERPRISE_APPS} → All applications`,
  },
  {
    codes: [500011],
    happened: 'The organisation does not know the API that the service asks a token for.',
    remedy:
      'Check what SCOPES names, and that GRAPH_API_ENDPOINT and CLOUD_INSTANCE are of the same cloud. An API of your own has to be added to the organisation first.',
    place: variable('SCOPES, GRAPH_API_ENDPOINT and CLOUD_INSTANCE'),
  },
  {
    codes: [65005, 650056, 650057],
    happened: 'The app registration does not list the API or the permission that the service asks for.',
    remedy: 'Add it: for Microsoft Graph every delegated permission that SCOPES names, User.Read among them.',
    place: `${API_PERMISSIONS} → Add a permission`,
    shownBy: 'either',
  },
  {
    codes: [650053],
    happened: 'The service asks for a permission that the API does not have.',
    remedy: 'Correct the name in SCOPES.',
    place: variable('SCOPES'),
    shownBy: 'either',
  },
  {
    codes: [70011],
    happened: 'The service asks for permissions in a form that Microsoft does not accept.',
    remedy: 'Correct SCOPES: delegated permissions by their names, all of one API.',
    place: variable('SCOPES'),
  },
  {
    codes: [90008],
    happened: 'The app asks for no permission to read who signs in.',
    remedy: 'Add the delegated permission User.Read of Microsoft Graph.',
    place: `${API_PERMISSIONS} → Add a permission → Microsoft Graph → Delegated permissions`,
    shownBy: 'either',
  },
  {
    codes: [90009],
    happened: 'The app asks for a token for itself by an address.',
    remedy: 'Name the app in SCOPES by its Application (client) ID.',
    place: variable('SCOPES'),
  },
  {
    codes: [65002],
    happened: 'The app is one of Microsoft’s own, and Microsoft does not let it ask for these permissions.',
    remedy: 'Use an app registration of your own.',
    place: `${APP_REGISTRATIONS} → New registration`,
  },
];
