import { hang } from './connections.js';
import type { FaultsOf } from './fault.js';
import { graphUnavailable, throttled } from './outages.js';

export const GRAPH_FAULTS = {
  'graph-hang': { about: 'Graph accepts the request and never answers.', strike: hang },
  'graph-429': { about: 'Graph throttles: 429 with Retry-After.', strike: throttled },
  'graph-503': { about: 'Graph answers 503.', strike: graphUnavailable },
} satisfies FaultsOf<'graph'>;
