import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { SignInAudience } from './directory/registrations.js';
import { CLOUDS, type CloudName } from './entra/clouds.js';
import { didYouMean } from './nearest.js';

/** What the options of an emulator have to be; the types say it to TypeScript, and these to everybody else. */

const guid = z.guid({ error: 'must be a GUID' });
const text = z.string().min(1);
const texts = z.array(text);
const nullable = z.string().nullable();
const origin = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
/** Exact, but for the slash that a URL without a path may have. */
const bareOrigin = origin.regex(/^(?!https?:\/\/)|^https?:\/\/[^/?#]*\/?$/i, { error: 'must have no path' });
const address = z.string().refine((value) => URL.canParse(value), { error: 'must be an absolute URI' });
const addresses = z.array(address);
const identifierUri = address.refine((value) => !value.endsWith('/'), { error: "can't end with a slash" });
const AUDIENCES = [
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
] as const satisfies readonly SignInAudience[];
const port = z.int().min(0).max(65_535);
const certificate = text.refine(isCertificate, { error: 'must be an X.509 certificate, as PEM' });

/** Somebody for `definePerson`. */
const PERSON = z.strictObject({
  key: text,
  oid: guid.optional(),
  tid: guid.optional(),
  displayName: text.optional(),
  givenName: nullable.optional(),
  surname: nullable.optional(),
  userPrincipalName: text.optional(),
  mail: nullable.optional(),
  jobTitle: nullable.optional(),
  mobilePhone: nullable.optional(),
  officeLocation: nullable.optional(),
  preferredLanguage: nullable.optional(),
  businessPhones: texts.optional(),
  photo: z.boolean().optional(),
  roles: texts.optional(),
  administrator: z.boolean().optional(),
  groups: texts.optional(),
  manager: text.optional(),
  events: z
    .array(z.strictObject({ subject: text, start: z.iso.datetime(), end: z.iso.datetime(), location: text.optional() }))
    .optional(),
});

/** Everybody in the directory: no two with the same names. */
export const PEOPLE = z.array(PERSON).superRefine((everybody, context) => {
  for (const field of ['key', 'oid', 'userPrincipalName'] as const) {
    const seen = new Set<string>();
    for (const [index, { [field]: value }] of everybody.entries()) {
      if (value === undefined) continue;
      if (seen.has(value.toLowerCase())) {
        context.addIssue({ code: 'custom', path: [index, field], message: `somebody else has '${value}', too` });
      }
      seen.add(value.toLowerCase());
    }
  }
});

/** An app registration, as `AppOptions` has it. */
const APP = z.strictObject({
  clientId: guid,
  displayName: text.optional(),
  tenantId: guid.optional(),
  signInAudience: z.enum(AUDIENCES).optional(),
  secrets: z
    .array(
      z.union([
        text,
        z.strictObject({
          value: text,
          displayName: text.optional(),
          startDateTime: z.iso.datetime().optional(),
          endDateTime: z.iso.datetime().optional(),
        }),
      ]),
    )
    .optional(),
  certificates: z.array(certificate).optional(),
  federatedCredentials: z
    .array(
      z.strictObject({
        issuer: text,
        subject: text,
        name: text.optional(),
        audience: text.optional(),
        jwks: z.looseObject({ keys: z.array(z.looseObject({})) }).optional(),
      }),
    )
    .optional(),
  redirectUris: z
    .union([
      addresses,
      z.strictObject({ web: addresses.optional(), spa: addresses.optional(), publicClient: addresses.optional() }),
    ])
    .optional(),
  allowPublicClient: z.boolean().optional(),
  frontchannelLogoutUrl: origin.optional(),
  identifierUris: z.array(identifierUri).optional(),
  scopes: z
    .array(z.union([text, z.strictObject({ value: text, type: z.enum(['User', 'Admin']).optional() })]))
    .optional(),
  appRoles: z
    .array(
      z.union([
        text,
        z.strictObject({ value: text, allowedMemberTypes: z.array(z.enum(['User', 'Application'])).optional() }),
      ]),
    )
    .optional(),
  accessTokenVersion: z.union([z.literal(1), z.literal(2)]).optional(),
  permissions: z
    .array(z.strictObject({ resource: text.optional(), scopes: texts.optional(), roles: texts.optional() }))
    .optional(),
  adminConsent: z.boolean().optional(),
  optionalClaims: z.strictObject({ idToken: texts.optional(), accessToken: texts.optional() }).optional(),
  groupMembershipClaims: text.optional(),
  assignmentRequired: z.boolean().optional(),
  assignments: z.array(z.strictObject({ person: text, role: text.optional() })).optional(),
});

export const APPS = z.array(APP);

/** `EmulatorOptions`. */
export const OPTIONS = z.strictObject({
  port: port.optional(),
  host: text.optional(),
  tls: z.union([z.boolean(), z.strictObject({ directory: text })]).optional(),
  publicOrigin: bareOrigin.optional(),
  graphPort: port.optional(),
  publicGraphOrigin: bareOrigin.optional(),
  tenantId: guid.optional(),
  app: z
    .strictObject({
      clientId: guid.optional(),
      clientSecret: text.optional(),
      displayName: text.optional(),
      redirectUris: addresses.optional(),
      frontchannelLogoutUrl: origin.optional(),
    })
    .optional(),
  apps: APPS.optional(),
  apis: z.array(identifierUri).optional(),
  people: PEOPLE.optional(),
  groups: z
    .array(
      z.strictObject({
        displayName: text,
        description: text.optional(),
        securityEnabled: z.boolean().optional(),
        mailEnabled: z.boolean().optional(),
        memberOf: texts.optional(),
      }),
    )
    .optional(),
  replication: z
    .strictObject({
      visibleAfterSeconds: z.number().nonnegative().optional(),
      conflictForSeconds: z.number().nonnegative().optional(),
    })
    .optional(),
  policies: z
    .strictObject({
      forbidSecrets: z.boolean().optional(),
      longestSecretDays: z.number().positive().optional(),
      forbidCertificates: z.boolean().optional(),
      longestCertificateDays: z.number().positive().optional(),
      signInAudiences: texts.optional(),
    })
    .optional(),
  now: z.custom<() => number>((value) => typeof value === 'function', { error: 'must be a function' }).optional(),
  accessTokenLifetimeSeconds: z.number().positive().optional(),
  strictRefreshRotation: z.boolean().optional(),
  strictAssertions: z.boolean().optional(),
  cloud: z.enum(Object.keys(CLOUDS) as CloudName[]).optional(),
});

/**
 * Everything that is wrong with a value, one line each: where, what, and the name that may be meant.
 *
 * @returns undefined when nothing is
 */
export function problemsWith(schema: z.ZodType, value: unknown): string | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return undefined;
  return flatten(schema, parsed.error.issues)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('\n');
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

function flatten(schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.reduce<string>(
      (left, part) =>
        typeof part === 'number' ? `${left}[${part}]` : left === '' ? String(part) : `${left}.${String(part)}`,
      '',
    );
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path,
      message: `there is no '${key}'.${didYouMean(key, namesAt(schema, issue.path))}`,
    }));
  });
}

/** The names that a value at this place may have. */
function namesAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  const [part, ...rest] = path;
  if (schema instanceof z.ZodOptional) return namesAt(schema.unwrap(), path);
  if (schema instanceof z.ZodArray) return namesAt(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  return part === undefined ? Object.keys(schema.shape) : namesAt(schema.shape[String(part)], rest);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
