import type { Response } from 'express';
import { renderFormPost } from '../pages/form-post.js';
import { sendPage } from '../pages/send-page.js';
import type { ResponseTarget } from './authorization-request.js';
import { describe, errorUri, type Diagnostics, type EntraError } from './entra-error.js';

type Pairs = readonly (readonly [string, string])[];

/** What the client gets when the person pressed Cancel: no description. */
export const CANCELLED: Pairs = [
  ['error', 'access_denied'],
  ['error_subcode', 'cancel'],
];

/** A refusal as parameters of the redirect. */
export function refusal(error: EntraError, diagnostics: Diagnostics, origin: string): Pairs {
  return [
    ['error', error.error],
    ['error_description', describe(error, diagnostics, '\r\n')],
    ...(error.isLookedUp ? ([['error_uri', errorUri(origin, error.code)]] as const) : []),
    ...(error.suberror === undefined ? [] : ([['suberror', error.suberror]] as const)),
  ];
}

/** A code as parameters of the redirect, in Entra's order. */
export function success(
  code: string,
  clientInfo: string | undefined,
  state: string | undefined,
  sessionState: string,
): Pairs {
  const pairs = [
    ['code', code],
    ['client_info', clientInfo],
    ['state', state],
    ['session_state', sessionState],
  ] as const;
  return pairs.filter((pair): pair is readonly [(typeof pair)[0], string] => pair[1] !== undefined);
}

/** Answers the client in the mode that it asked for. */
export function respondToClient(res: Response, target: ResponseTarget, fields: Pairs): void {
  if (target.responseMode === 'form_post') {
    sendPage(res, 200, renderFormPost({ action: target.redirectUri, fields }), { scripts: true });
    return;
  }
  const encoded = fields.map(([name, value]) => `${name}=${urlEncode(value)}`).join('&');
  const separator = target.responseMode === 'fragment' ? '#' : target.redirectUri.includes('?') ? '&' : '?';
  // Not res.redirect(), which would encode the address once more.
  res
    .status(302)
    .set('Location', target.redirectUri + separator + encoded)
    .end();
}

/** As .NET encodes: a plus for a space, lower-case hexadecimal digits. */
function urlEncode(value: string): string {
  return encodeURIComponent(value)
    .replace(/['~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .replaceAll('%20', '+')
    .replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}
