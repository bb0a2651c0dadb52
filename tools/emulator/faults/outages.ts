import { GraphError, sendGraphError } from '../graph/graph-error.js';
import { sendThrottled } from '../graph/throttling.js';
import type { Strike } from './fault.js';

/** Whole answers of something that is down, or of something that stands in between. */

const HTML = '<!doctype html><title>Welcome</title><h1>Please accept the terms of this network</h1>';
const UNAVAILABLE = '<!doctype html><title>Service unavailable</title><h1>Our services are not available</h1>';

export const html: Strike = (res) => {
  res.status(200).type('html').send(HTML);
};

export const unavailable: Strike = (res) => {
  res.status(503).type('html').send(UNAVAILABLE);
};

export const unavailableAsJson: Strike = (res) => {
  res.status(503).json({
    error: 'temporarily_unavailable',
    error_description: 'The service is temporarily unavailable. Please retry later.',
  });
};

export const unavailableForSeconds: Strike = (res, state, next) => {
  const { retryAfterSeconds } = state.faults;
  if (retryAfterSeconds !== null) res.set('Retry-After', String(retryAfterSeconds));
  unavailable(res, state, next);
};

export const throttled: Strike = (res, state) => {
  sendThrottled(res, state);
};

export const graphUnavailable: Strike = (res, { now }) => {
  sendGraphError(res, new GraphError(503, 'ServiceUnavailable', 'The service is unavailable.'), now());
};
