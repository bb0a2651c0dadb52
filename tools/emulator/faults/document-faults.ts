import { cutOff, drip, hang, reset } from './connections.js';
import { huge, plainText } from './documents.js';
import type { Fault } from './fault.js';
import { html, unavailable, unavailableAsJson } from './outages.js';

/** What befalls the discovery document and the key set alike: their names follow that of the endpoint. */
const KINDS = {
  html: { does: 'answers 200 with an HTML page, as a captive portal does.', strike: html },
  '503': { does: 'answers 503 with an HTML page.', strike: unavailable },
  '503-json': { does: 'answers 503 with JSON.', strike: unavailableAsJson },
  'cut-off': { does: 'loses the connection half way through its answer.', strike: cutOff },
  drip: { does: 'sends one byte a second.', strike: drip },
  hang: { does: 'accepts the request and never answers.', strike: hang },
  reset: { does: 'resets the connection instead of answering.', strike: reset },
  'content-type': { does: 'is honest, but goes out as text/plain.', strike: plainText },
  huge: { does: 'is valid JSON, padded to 10 MB.', strike: huge },
} as const;

/** @param words - the endpoint at the start of a sentence, and its document */
export function documentFaults<Endpoint extends string>(
  endpoint: Endpoint,
  words: { readonly endpoint: string; readonly document: string },
): Readonly<Record<`${Endpoint}-${keyof typeof KINDS}`, Fault>> {
  const named = Object.entries(KINDS).map(([kind, { does, strike }]) => {
    const subject = does.startsWith('is ') ? words.document : words.endpoint;
    return [`${endpoint}-${kind}`, { about: `${subject} ${does}`, strike }];
  });
  return Object.fromEntries(named) as Record<`${Endpoint}-${keyof typeof KINDS}`, Fault>;
}
