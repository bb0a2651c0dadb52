import { z } from 'zod';

/** Of its form in an address, in bytes: what goes to Entra with it has to fit beside the rest. */
const MAX_ENCODED = 1000;

export const signInChallengeSchema = z.object({
  /** Scopes that need the person's consent, besides those that are always asked. */
  scopes: z.array(z.string()),
  /** A claims challenge of Entra or Graph, as JSON. */
  claims: z.string().optional(),
});

/** What the next authorization request has to ask for. */
export type SignInChallenge = z.output<typeof signInChallengeSchema>;

/** So long the next sign-in may take to begin; after that it is another wish. */
const LIFETIME_MS = 10 * 60_000;

/** A challenge as it is kept for the next sign-in. */
export const keptChallengeSchema = signInChallengeSchema.extend({ askedAtMs: z.number() });

export type KeptChallenge = z.output<typeof keptChallengeSchema>;

/** The challenge while the next sign-in has to ask for it: for ten minutes. */
export function stillAsked(kept: KeptChallenge | undefined, nowMs: number): KeptChallenge | undefined {
  return kept !== undefined && nowMs - kept.askedAtMs < LIFETIME_MS ? kept : undefined;
}

/** True when it is too long to be kept and passed on: beyond 1,000 bytes as part of an address. */
export function isTooLong({ scopes, claims = '' }: SignInChallenge): boolean {
  return new URLSearchParams({ scope: scopes.join(' '), claims }).toString().length > MAX_ENCODED;
}
