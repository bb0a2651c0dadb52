import { z } from 'zod';

const url = z.url().max(2048);
/** Such as `microsoftonline.com`: whose cloud it is. A key set may have keys of several. */
const cloudName = z.string().max(256).optional();

/** What we use of the discovery document; Entra's has more. */
export const discoverySchema = z.object({
  /** Holds `{tenantid}` literally where the authority serves many tenants. */
  issuer: z.string().max(2048),
  authorization_endpoint: url,
  token_endpoint: url,
  end_session_endpoint: url,
  jwks_uri: url,
  cloud_instance_name: cloudName,
});

/** A signing key. Entra's have no `alg`; `issuer` says for whose tokens a key is, `{tenantid}` included. */
const signingKeySchema = z.object({
  kty: z.literal('RSA'),
  use: z.literal('sig').optional(),
  kid: z.string().min(1).max(256),
  n: z.string().min(1).max(4096),
  e: z.string().min(1).max(16),
  issuer: z.string().max(2048).optional(),
  cloud_instance_name: cloudName,
});

export type SigningKey = z.output<typeof signingKeySchema>;

/** Entra has about ten. */
const MAX_KEYS = 200;

/** The key set: RSA signing keys, at least one. Keys of other kinds are passed over. */
export const keySetSchema = z
  .object({ keys: z.array(z.unknown()) })
  .transform(({ keys }) => keys.slice(0, MAX_KEYS).flatMap((key) => signingKeySchema.safeParse(key).data ?? []))
  .pipe(z.array(signingKeySchema).min(1));
