import { z } from 'zod';
import { shownText } from '../common/shown-text.js';

/**
 * Who is signed in, as answers show it and as the session's record has it. `tenantId` and `id` together name the person for
 * good; the rest may change. A field that is added needs a default, or everybody who is signed in would be signed out.
 */
export const signedInUserSchema = z.object({
  /** The `oid` claim; Graph's id of the person. */
  id: z.string(),
  /** The `tid` claim. */
  tenantId: z.string(),
  name: z.string().nullable(),
  /** The `preferred_username` claim: for display, never to decide by. */
  username: z.string().nullable(),
  /** App roles, from the `roles` claim. */
  roles: z.array(z.string()),
});

export type SignedInUser = z.output<typeof signedInUserSchema>;

const MAX_ID = 64;
const MAX_ROLES = 500;
const MAX_ROLE = 256;

const shown = z
  .string()
  .nullish()
  .transform((value) => (value == null ? null : shownText(value)));

/** The same from the claims of an ID token. What people get to see is cut; ids and roles that are too long are refused. */
export const userClaimsSchema = z
  .object({
    oid: z.string().min(1).max(MAX_ID),
    tid: z.string(),
    name: shown,
    preferred_username: shown,
    roles: z.array(z.string().max(MAX_ROLE)).max(MAX_ROLES).default([]),
  })
  .transform(({ oid, tid, name, preferred_username, roles }): SignedInUser => ({
    id: oid,
    tenantId: tid,
    name,
    username: preferred_username,
    roles,
  }));
