import type { SignInAudience } from './registrations.js';

/** What a tenant lets its applications have (`defaultAppManagementPolicy`). What is left out is not restricted. */
export interface AppManagementPolicy {
  /** Whether client secrets are forbidden. */
  readonly forbidSecrets?: boolean;
  readonly longestSecretDays?: number;
  /** Whether certificates are forbidden. */
  readonly forbidCertificates?: boolean;
  readonly longestCertificateDays?: number;
  readonly signInAudiences?: readonly SignInAudience[];
}
