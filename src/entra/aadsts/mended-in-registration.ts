import type { PlacedAadstsWords } from './aadsts-words.js';
import {
  ADMIN_CENTER,
  API_PERMISSIONS,
  APP_REGISTRATION,
  ENTERPRISE_APPS,
  variable,
  WEB_REDIRECT_URIS,
} from './places.js';

const TENANT_ID = `${APP_REGISTRATION} → Overview → Directory (tenant) ID`;

/** What a developer has to bring together: the app registration and the configuration of this service. */
export const mendedInRegistration: PlacedAadstsWords = {
  '9002325, 9002327': [
    'The address of the service is registered as one of an app that runs in the browser.',
    'Remove the redirect URI from the platform Single-page application and register it for Web.',
    WEB_REDIRECT_URIS,
  ],
  700025: [
    'The app is registered as one that can keep no secret, but the service sent one.',
    'Remove the redirect URI from the platform Mobile and desktop applications and register it for Web.',
    WEB_REDIRECT_URIS,
  ],
  50049: [
    'Microsoft does not know the authority that the service names.',
    'Set CLOUD_INSTANCE to the sign-in host of the cloud in which the app is registered.',
    variable('CLOUD_INSTANCE'),
  ],
  '90038, 900439': [
    'The organisation or the app is in another of Microsoft’s clouds than the service asks.',
    'Set CLOUD_INSTANCE and GRAPH_API_ENDPOINT to the hosts of the cloud in which the app is registered.',
    variable('CLOUD_INSTANCE and GRAPH_API_ENDPOINT'),
  ],
  90002: [
    'Microsoft does not know the organisation that the service names.',
    'Set TENANT_ID to its Directory (tenant) ID, and CLOUD_INSTANCE to the sign-in host of the cloud that it is in.',
    TENANT_ID,
  ],
  50059: [
    'The request does not say which organisation it is for.',
    'Set TENANT_ID to the Directory (tenant) ID of the organisation.',
    TENANT_ID,
  ],
  '90010, 9001023': [
    'What the service asks for is only given for one organisation, not for all of them.',
    'Set TENANT_ID to the Directory (tenant) ID of the organisation, in place of common or organizations.',
    TENANT_ID,
  ],
  50194: [
    'The app is registered for one organisation, but the service lets in several.',
    'Set TENANT_ID to the Directory (tenant) ID of the organisation, or let the app support accounts of any organisation.',
    `${APP_REGISTRATION} → Authentication → Supported account types`,
  ],
  700016: [
    'The organisation has no app with the ID that the service names.',
    'Compare CLIENT_ID and TENANT_ID with the registration, and CLOUD_INSTANCE with its cloud. An organisation other than the app’s own has to accept the app first.',
    `${APP_REGISTRATION} → Overview → Application (client) ID and Directory (tenant) ID`,
  ],
  7000229: [
    'The app is registered, but the organisation has no enterprise application (service principal) of it.',
    'Make one: let an administrator of the organisation accept the app, or run az ad sp create --id with the Application (client) ID. It then stands in the list.',
    `${ENTERPRISE_APPS} → All applications`,
  ],
  500011: [
    'The organisation does not know the API that the service asks a token for.',
    'Check what SCOPES names, and that GRAPH_API_ENDPOINT and CLOUD_INSTANCE are of the same cloud. An API of your own has to be added to the organisation first.',
    variable('SCOPES, GRAPH_API_ENDPOINT and CLOUD_INSTANCE'),
  ],
  '65005, 650056, 650057': [
    'The app registration does not list the API or the permission that the service asks for.',
    'Add it: for Microsoft Graph every delegated permission that SCOPES names, User.Read among them.',
    `${API_PERMISSIONS} → Add a permission`,
  ],
  650053: [
    'The service asks for a permission that the API does not have.',
    'Correct the name in SCOPES.',
    variable('SCOPES'),
  ],
  70011: [
    'The service asks for permissions in a form that Microsoft does not accept.',
    'Correct SCOPES: delegated permissions by their names, all of one API.',
    variable('SCOPES'),
  ],
  90008: [
    'The app asks for no permission to read who signs in.',
    'Add the delegated permission User.Read of Microsoft Graph.',
    `${API_PERMISSIONS} → Add a permission → Microsoft Graph → Delegated permissions`,
  ],
  90009: [
    'The app asks for a token for itself by an address.',
    'Name the app in SCOPES by its Application (client) ID.',
    variable('SCOPES'),
  ],
  65002: [
    'The app is one of Microsoft’s own, and Microsoft does not let it ask for these permissions.',
    'Use an app registration of your own.',
    `${ADMIN_CENTER} → App registrations → New registration`,
  ],
};
