import { z } from 'zod';

const MOST_URIS = 256;
const LONGEST_URI = 256;

const guid = z.guid();
const text = z.string().nullable();
const dateTime = z.iso.datetime({ offset: true });

/** https, or http on this machine; anything else only for public clients (`myapp://auth`). No fragment. */
const redirectUri = z
  .string()
  .max(LONGEST_URI)
  .refine((uri) => URL.canParse(uri) && !uri.includes('#') && isSafe(new URL(uri)));

const redirectUris = z.array(redirectUri).max(MOST_URIS);

const exposedScope = z.object({
  id: guid,
  value: z.string().min(1),
  type: z.enum(['User', 'Admin']).default('User'),
  isEnabled: z.boolean().default(true),
  adminConsentDisplayName: text.default(null),
});

const appRole = z.object({
  id: guid,
  value: z.string().min(1),
  displayName: z.string().min(1),
  allowedMemberTypes: z.array(z.enum(['User', 'Application'])).min(1),
  isEnabled: z.boolean().default(true),
});

const optionalClaim = z.object({ name: z.string().min(1) });
const optionalClaims = z.object({
  idToken: z.array(optionalClaim).default([]),
  accessToken: z.array(optionalClaim).default([]),
  saml2Token: z.array(optionalClaim).default([]),
});

/** A certificate that is to be there afterwards: a new one with its key, an old one by its id. */
const keyCredential = z.object({
  keyId: guid.nullish(),
  key: z.base64().nullish(),
  displayName: z.string().nullish(),
  type: z.literal('AsymmetricX509Cert'),
  usage: z.literal('Verify'),
  startDateTime: dateTime.nullish(),
  endDateTime: dateTime.nullish(),
});

/** What may be asked of a new secret. */
export const passwordCredentialSchema = z.object({
  displayName: text.optional(),
  startDateTime: dateTime.nullish(),
  endDateTime: dateTime.nullish(),
});

/** What may be changed of an application. */
export const applicationChangesSchema = z.strictObject({
  displayName: z.string().min(1).max(256).optional(),
  description: text.optional(),
  notes: text.optional(),
  tags: z.array(z.string()).optional(),
  serviceManagementReference: text.optional(),
  signInAudience: z
    .enum(['AzureADMyOrg', 'AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount', 'PersonalMicrosoftAccount'])
    .optional(),
  identifierUris: z.array(z.string().min(1)).optional(),
  isFallbackPublicClient: z.boolean().nullish(),
  groupMembershipClaims: text.optional(),
  optionalClaims: optionalClaims.nullish(),
  web: z
    .strictObject({
      redirectUris: redirectUris.optional(),
      logoutUrl: text.optional(),
      homePageUrl: text.optional(),
      implicitGrantSettings: z
        .strictObject({
          enableIdTokenIssuance: z.boolean().default(false),
          enableAccessTokenIssuance: z.boolean().default(false),
        })
        .optional(),
      redirectUriSettings: z.array(z.unknown()).optional(),
    })
    .optional(),
  spa: z.strictObject({ redirectUris: redirectUris.optional() }).optional(),
  publicClient: z.strictObject({ redirectUris: redirectUris.optional() }).optional(),
  api: z
    .strictObject({
      acceptMappedClaims: z.boolean().nullish(),
      knownClientApplications: z.array(guid).optional(),
      preAuthorizedApplications: z.array(z.unknown()).optional(),
      oauth2PermissionScopes: z.array(exposedScope).optional(),
      requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2)]).nullish(),
    })
    .optional(),
  appRoles: z.array(appRole).optional(),
  info: z.record(z.string(), text).optional(),
  requiredResourceAccess: z
    .array(
      z.object({
        resourceAppId: guid,
        resourceAccess: z.array(z.object({ id: guid, type: z.enum(['Scope', 'Role']) })),
      }),
    )
    .max(50)
    .optional(),
  keyCredentials: z.array(keyCredential).optional(),
});

/** What may be said of a new application. */
export const newApplicationSchema = applicationChangesSchema.extend({
  displayName: z.string().min(1).max(256),
  uniqueName: z.string().min(1).nullish(),
  passwordCredentials: z.array(passwordCredentialSchema).max(1).optional(),
});

export type ApplicationChanges = z.output<typeof applicationChangesSchema>;
export type KeyCredentialBody = z.output<typeof keyCredential>;
export type PasswordCredentialBody = z.output<typeof passwordCredentialSchema>;

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol !== 'http:' || ['localhost', '127.0.0.1'].includes(hostname);
}
