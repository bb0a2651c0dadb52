import type { AppRegistration } from '../../directory/registrations.js';

/** What Graph keeps of an application and nothing else here looks at. */
export interface ApplicationDetails {
  readonly tags: readonly string[];
  readonly notes: string | null;
  readonly description: string | null;
  readonly serviceManagementReference: string | null;
  readonly homePageUrl: string | null;
  readonly implicitGrantSettings: {
    readonly enableIdTokenIssuance: boolean;
    readonly enableAccessTokenIssuance: boolean;
  };
  readonly acceptMappedClaims: boolean | null;
  readonly knownClientApplications: readonly string[];
  readonly preAuthorizedApplications: readonly unknown[];
  readonly info: Readonly<Record<string, string | null>>;
}

const NOTHING: ApplicationDetails = {
  tags: [],
  notes: null,
  description: null,
  serviceManagementReference: null,
  homePageUrl: null,
  implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
  acceptMappedClaims: null,
  knownClientApplications: [],
  preAuthorizedApplications: [],
  info: { logoUrl: null, marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
};

const kept = new WeakMap<AppRegistration, ApplicationDetails>();

export function detailsOf(registration: AppRegistration): ApplicationDetails {
  return kept.get(registration) ?? NOTHING;
}

export function changeDetails(registration: AppRegistration, changes: Partial<ApplicationDetails>): void {
  kept.set(registration, { ...detailsOf(registration), ...changes });
}
