import { SetMetadata } from '@nestjs/common';

/** Metadata that the guards read. */
export const IS_PUBLIC = Symbol('IS_PUBLIC');

/** Opens a controller or a route to people who are not signed in. Everything without it asks for a session. */
export const Public = () => SetMetadata(IS_PUBLIC, true);
