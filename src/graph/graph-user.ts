import { z } from 'zod';
import { beginningOf } from '../common/shown-text.js';
import type { BinaryAnswer, GraphRequest } from './graph-request.js';

const MAX_TEXT = 1024;
const MAX_ID = 256;
const MAX_PHONE = 64;
const MAX_PHONES = 20;

/** Nobody loses the profile over a field that is too long to be genuine: it is cut. */
const text = z
  .string()
  .transform((value) => beginningOf(value, MAX_TEXT))
  .nullable()
  .default(null);

/**
 * The Graph user as `/me` gives it by default; Graph leaves nothing out but may say null nearly everywhere. Texts are
 * cut to 1,024 characters; of the business phones 20 are kept.
 */
export const graphUserSchema = z.object({
  id: z.string().min(1).max(MAX_ID),
  displayName: text,
  givenName: text,
  surname: text,
  userPrincipalName: text,
  mail: text,
  jobTitle: text,
  mobilePhone: text,
  officeLocation: text,
  preferredLanguage: text,
  businessPhones: z
    .array(z.string())
    .nullish()
    .transform((phones) => (phones ?? []).slice(0, MAX_PHONES).map((phone) => beginningOf(phone, MAX_PHONE))),
});

export type GraphUser = z.output<typeof graphUserSchema>;

const USER_READ = ['User.Read'];

/** Whoever asks. */
export const me: GraphRequest<GraphUser> = { path: '/me', scopes: USER_READ, schema: graphUserSchema };

/** The profile photo of whoever asks. What is no picture is an answer that can't be used. */
export const photo: GraphRequest<BinaryAnswer> = {
  path: '/me/photo/$value',
  scopes: USER_READ,
  binary: true,
  schema: z.object({
    contentType: z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp']),
    bytes: z.instanceof(Buffer),
  }),
};
