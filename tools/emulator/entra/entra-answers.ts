import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { renderMessage } from '../pages/message.js';
import { sendPage } from '../pages/send-page.js';
import type { EmulatorState } from '../state.js';
import { diagnose, EntraError, errorBody, type Diagnostics } from './entra-error.js';
import { formOf, queryOf } from './parameters.js';

const TRACE_ID = 'x-ms-request-id';
const CLIENT_REQUEST_ID = 'client-request-id';

/** The headers of everything that Entra answers. Without Strict-Transport-Security: this is plain http. */
export const setEntraHeaders: RequestHandler = (req, res, next) => {
  res.set({
    'X-Content-Type-Options': 'nosniff',
    P3P: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
    [TRACE_ID]: randomUUID(),
    'x-ms-ests-server': '2.1.0 - EMULATOR',
  });
  const clientRequestId = sent(req, CLIENT_REQUEST_ID);
  if (clientRequestId !== undefined && sent(req, 'return-client-request-id') === 'true') {
    res.set(CLIENT_REQUEST_ID, clientRequestId);
  }
  next();
};

/** These may come as a header, in the query or in the form. What cannot be a header's value is not sent back. */
function sent(req: Request, name: string): string | undefined {
  const value = req.get(name) ?? queryOf(req).get(name) ?? formOf(req).get(name) ?? undefined;
  return value !== undefined && /^[\x20-\x7e]{1,200}$/.test(value) ? value : undefined;
}

/** The header of the documents that anybody may read. */
export const KEPT_FOR_A_DAY = { 'Cache-Control': 'max-age=86400, private' };

/** The headers of whatever may hold a code or a token, refusals included. */
export const forbidCaching: RequestHandler = (_req, res, next) => {
  res.set({ 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache', Expires: '-1' });
  next();
};

/** Needs {@link setEntraHeaders} first: the trace id of a refusal is the request id of its answer. */
export function diagnosticsOf(state: EmulatorState, req: Request, res: Response): Diagnostics {
  return diagnose(state.now(), res.get(TRACE_ID) ?? randomUUID(), sent(req, CLIENT_REQUEST_ID));
}

/** Refusals as JSON. */
export function jsonErrors(state: EmulatorState): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (!(error instanceof EntraError)) {
      next(error);
      return;
    }
    state.log.annotate(res, { summary: `AADSTS${error.code}` });
    res.set('x-ms-clitelem', `1,${error.code},0,,`);
    res.status(error.status).json(errorBody(error, diagnosticsOf(state, req, res), state.origin));
  };
}

/** Refusals as pages: what Entra never sends to the client. */
export function pageErrors(state: EmulatorState): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (!(error instanceof EntraError)) {
      next(error);
      return;
    }
    state.log.annotate(res, { summary: `AADSTS${error.code}` });
    const { traceId, correlationId, timestamp } = diagnosticsOf(state, req, res);
    const html = renderMessage({
      title: 'Sorry, but we’re having trouble signing you in.',
      paragraphs: [error.message],
      details: [`Request Id: ${traceId}`, `Correlation Id: ${correlationId}`, `Timestamp: ${timestamp}`],
    });
    sendPage(res, 400, html);
  };
}
