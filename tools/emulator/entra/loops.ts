import { createHash } from 'node:crypto';
import { BoundedMap } from '../bounded-map.js';
import type { Parameters } from './parameters.js';

/** How many times the same request is answered within the window. */
const MOST_ALIKE = 20;
const WINDOW_MS = 5 * 60 * 1000;

/** Notices clients that send one token request over and over. */
export class Loops {
  private readonly recent = new BoundedMap<string, { readonly sinceMs: number; count: number }>(1000);

  constructor(private readonly now: () => number) {}

  /** Whether this request has come too often; counts it. */
  isLooping(parameters: Parameters): boolean {
    const key = digestOf(parameters);
    const seen = this.recent.get(key);
    const now = this.now();
    if (!seen || now - seen.sinceMs > WINDOW_MS) {
      this.recent.set(key, { sinceMs: now, count: 1 });
      return false;
    }
    seen.count += 1;
    return seen.count > MOST_ALIKE;
  }
}

/** Nothing of the request is kept. An assertion is new each time and proves only who asks. */
function digestOf(parameters: Parameters): string {
  const pairs = [...parameters].filter(([name]) => name !== 'client_assertion' && name !== 'client-request-id').sort();
  return createHash('sha256').update(JSON.stringify(pairs)).digest('base64');
}
