import { Secret } from './secret.js';

/** Freezes plain data, whatever is in it included, and gives it back. Secrets can't be changed anyway. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof Secret) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
