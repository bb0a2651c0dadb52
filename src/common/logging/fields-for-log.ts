import type { z } from 'zod';

const MAX_FIELDS = 10;
/** As schemas name fields; a key that somebody else chose has another form, more often than not. */
const FIELD = /^@?[\w.]{1,64}$/;

/** Which fields of an answer did not fit its schema, for the log: ten at most, and never what stood in them. */
export function fieldsForLog({ issues }: z.ZodError): string[] {
  const fields = issues.slice(0, MAX_FIELDS).map(({ path }) => path.map(String));
  return fields.map((path) => path.map((key) => (FIELD.test(key) ? key : '…')).join('.'));
}
