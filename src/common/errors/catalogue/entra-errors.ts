import type { CatalogueEntry } from './catalogue-entry.js';

/** What goes wrong between the service and Microsoft Entra ID. */
export const entraErrors = {
  id_token_rejected: {
    status: 502,
    next: 'sign_in',
    title: 'The sign-in could not be verified',
    detail:
      'The identity in Microsoft’s answer did not pass our checks, so nobody was signed in. Start again.',
    mender: 'developer',
  },
  entra_not_loaded: {
    status: 503,
    next: 'retry',
    title: 'Signing in is not possible yet',
    detail:
      'Since it started, the service could not reach Microsoft Entra ID. It keeps trying by itself. Try again in a moment.',
    mender: 'nobody',
  },
  tenant_not_found: {
    status: 503,
    next: 'retry',
    title: 'Microsoft does not know the organisation of this service',
    detail:
      'No tenant has the ID that the service names, or it is in another cloud. The team that runs it has to set TENANT_ID or CLOUD_INSTANCE.',
    mender: 'developer',
  },
  discovery_refused: {
    status: 503,
    next: 'retry',
    title: 'Microsoft Entra ID refuses this service',
    detail:
      'It does not say where people sign in. The team that runs the service has to look at TENANT_ID and CLOUD_INSTANCE.',
    mender: 'developer',
  },
  entra_unreachable: {
    status: 502,
    next: 'retry',
    title: 'Microsoft Entra ID can’t be reached',
    detail: 'Nothing was changed. Try again in a moment.',
    mender: 'nobody',
  },
  entra_invalid_answer: {
    status: 502,
    next: 'retry',
    title: 'Microsoft Entra ID gave an answer that can’t be read',
    detail: 'Nothing was changed. Try again in a moment.',
    mender: 'nobody',
  },
  entra_unavailable: {
    status: 503,
    next: 'retry',
    title: 'Microsoft Entra ID is not available',
    detail: 'Nothing was changed. Try again in a moment.',
    mender: 'nobody',
  },
  entra_timeout: {
    status: 504,
    next: 'retry',
    title: 'Microsoft Entra ID did not answer in time',
    detail: 'Nothing was changed. Try again in a moment.',
    mender: 'nobody',
  },
  client_credential_refused: {
    status: 503,
    next: 'sign_in',
    title: 'The service can’t prove itself to Microsoft',
    detail: 'Its client secret is wrong or has expired. The team that runs it has to set a new one.',
    mender: 'developer',
  },
  request_refused: {
    status: 502,
    next: 'sign_in',
    title: 'Microsoft Entra ID refused our request',
    detail:
      'The app registration and this service do not fit together. Give the codes to the team that runs it.',
    mender: 'developer',
  },
} as const satisfies Record<string, CatalogueEntry>;
