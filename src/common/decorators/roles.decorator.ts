import { SetMetadata } from '@nestjs/common';

/** Metadata that the guards read. */
export const REQUIRED_ROLES = Symbol('REQUIRED_ROLES');

/** Asks for at least one of these app roles (the `value` in the app registration, as in the `roles` claim). */
export const Roles = (...roles: [string, ...string[]]) => SetMetadata(REQUIRED_ROLES, roles);
