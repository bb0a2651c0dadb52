import { hang, reset } from './connections.js';
import type { FaultsOf } from './fault.js';
import { html, unavailableForSeconds } from './outages.js';
import { invalidJson, noIdToken, refused, secretExpired, wrongTokenType } from './token-answers.js';

export const TOKEN_FAULTS = {
  'token-hang': { about: 'The token endpoint accepts the request and never answers.', strike: hang },
  'token-reset': { about: 'The token endpoint resets the connection instead of answering.', strike: reset },
  'token-503': {
    about: 'The token endpoint answers 503 with Retry-After and an HTML page.',
    strike: unavailableForSeconds,
  },
  'token-html': { about: 'The token endpoint answers 200 with an HTML page.', strike: html },
  'token-invalid-json': { about: 'The token endpoint answers 200 with JSON that breaks off.', strike: invalidJson },
  'token-refused': { about: 'The token endpoint refuses with the error that is chosen.', strike: refused },
  'token-expired-secret': {
    about: 'The token endpoint says that the client secret has expired (AADSTS7000222).',
    strike: secretExpired,
  },
  'token-no-id-token': {
    about: 'The token answer has no id_token, though openid was asked for.',
    strike: noIdToken,
  },
  'token-wrong-type': { about: 'The token answer has the token_type “mac”.', strike: wrongTokenType },
} satisfies FaultsOf<'token'>;
