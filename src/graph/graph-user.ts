import { z } from 'zod';

const text = z.string().nullable().default(null);

/** The Graph user as `/me` gives it by default; Graph leaves nothing out but may say null nearly everywhere. */
export const graphUserSchema = z.object({
  id: z.string(),
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
    .transform((phones) => phones ?? []),
});

export type GraphUser = z.output<typeof graphUserSchema>;
