import type { Request, Response } from 'express';
import { Answer } from '../common/answer.js';
import { acceptsHtml } from './accepts-html.js';
import { type PageModels, renderPage } from './pages.js';

/** Something for browsers and, unless `json` is undefined, that for everyone else. */
class NegotiatedAnswer extends Answer {
  constructor(
    private readonly forBrowsers: (response: Response) => void,
    private readonly json: unknown,
    private readonly isForcedToJson = false,
  ) {
    super();
  }

  send(request: Request, response: Response): void {
    if (this.json !== undefined) response.vary('Accept');
    if (this.json !== undefined && (this.isForcedToJson || !acceptsHtml(request))) response.json(this.json);
    else this.forBrowsers(response);
  }
}

/**
 * A page for browsers and `json` for everyone else; the page for all where there is no `json`.
 * @param model what the page shows, or what makes it once a page is wanted
 * @param isForcedToJson `json` for all
 */
export function page<View extends keyof PageModels>(
  view: View,
  model: PageModels[View] | (() => PageModels[View]),
  json?: unknown,
  isForcedToJson?: boolean,
): Answer {
  const send = (response: Response) =>
    response.type('html').send(renderPage(view, typeof model === 'function' ? model() : model));
  return new NegotiatedAnswer(send, json, isForcedToJson);
}

/** Sends browsers elsewhere, by default with 302, and tells everyone else `json`; sends all where there is no `json`. */
export function redirect(location: string, { status = 302, json }: { status?: number; json?: unknown } = {}): Answer {
  return new NegotiatedAnswer((response) => response.redirect(status, location), json);
}

/** Bytes, whoever asks. */
export function binary(contentType: string, bytes: Buffer): Answer {
  return new NegotiatedAnswer((response) => response.type(contentType).send(bytes), undefined);
}
