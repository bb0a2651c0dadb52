import { z } from 'zod';

/** What we use of the discovery document; Entra's has more. */
export const discoverySchema = z.object({
  /** Holds `{tenantid}` literally where the authority serves many tenants. */
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  end_session_endpoint: z.url(),
  jwks_uri: z.url(),
});

/** A signing key. Entra's have no `alg`; `issuer` says for whose tokens a key is, `{tenantid}` included. */
const signingKeySchema = z.object({
  kty: z.literal('RSA'),
  use: z.literal('sig').optional(),
  kid: z.string().min(1),
  n: z.string().min(1),
  e: z.string().min(1),
  issuer: z.string().optional(),
});

export type SigningKey = z.output<typeof signingKeySchema>;

/** The key set: RSA signing keys, at least one. Keys of other kinds are passed over. */
export const keySetSchema = z
  .object({ keys: z.array(z.unknown()) })
  .transform(({ keys }) => keys.flatMap((key) => signingKeySchema.safeParse(key).data ?? []))
  .pipe(z.array(signingKeySchema).min(1));
