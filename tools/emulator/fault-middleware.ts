import type { NextFunction, Response } from 'express';
import type { FaultName } from './faults.js';
import { GraphError, sendGraphError } from './graph/graph-error.js';
import type { EmulatorState } from './state.js';

type Strike = (res: Response, state: Pick<EmulatorState, 'faults' | 'now'>) => void;

const HTML = '<!doctype html><title>Welcome</title><h1>Please accept the terms of this network</h1>';
const UNAVAILABLE =
  '<!doctype html><title>Service unavailable</title><h1>Our services are not available</h1>';

/** Nothing is ever answered; closing the emulator closes the connection. */
const hang: Strike = () => undefined;

const html: Strike = (res) => {
  res.status(200).type('html').send(HTML);
};

const unavailable: Strike = (res) => {
  res.status(503).type('html').send(UNAVAILABLE);
};

const unavailableForSeconds: Strike = (res, state) => {
  res.set('Retry-After', String(state.faults.retryAfterSeconds));
  unavailable(res, state);
};

const noKeys: Strike = (res) => {
  res.json({ keys: [] });
};

const throttled: Strike = (res, { faults, now }) => {
  res.set('Retry-After', String(faults.retryAfterSeconds));
  sendGraphError(res, new GraphError(429, 'TooManyRequests', 'Please retry again later.'), now());
};

const graphUnavailable: Strike = (res, { now }) => {
  sendGraphError(res, new GraphError(503, 'ServiceUnavailable', 'The service is unavailable.'), now());
};

/** By endpoint, in the order in which they are looked at when several are on. */
const STRIKES = {
  discovery: { 'discovery-hang': hang, 'discovery-503': unavailable, 'discovery-html': html },
  keys: { 'keys-503': unavailable, 'keys-html': html, 'keys-empty': noKeys },
  token: { 'token-hang': hang, 'token-503': unavailableForSeconds },
  graph: { 'graph-hang': hang, 'graph-429': throttled, 'graph-503': graphUnavailable },
} satisfies Record<string, Partial<Record<FaultName, Strike>>>;

/** Answers in place of an endpoint while one of its faults is on. */
export function struckByFaults(endpoint: keyof typeof STRIKES, state: EmulatorState) {
  const strikes = Object.entries(STRIKES[endpoint]) as [FaultName, Strike][];
  return (_req: unknown, res: Response, next: NextFunction): void => {
    const struck = strikes.find(([fault]) => state.faults.strikes(fault));
    if (struck) struck[1](res, state);
    else next();
  };
}
