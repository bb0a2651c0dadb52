import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { Clock } from './clock.js';
import { EntraError } from './entra/entra-error.js';
import { unknownFault } from './fault-switches.js';
import { FAULT_NAMES, FAULTS, isFaultName } from './faults.js';
import { issueTokens } from './issue-tokens.js';
import { findPerson, type Person } from './people.js';
import { revokeSessions } from './revocation.js';
import type { EmulatorState } from './state.js';

/** What can be done to an emulator besides changing what it knows. */
export interface Controls {
  readonly clock: Clock;
  reset(): void;
}

const times = z.int().min(0);
const FAULT = z.strictObject({ on: z.boolean(), times: times.optional() });
const SETTINGS = z.strictObject({
  retryAfterSeconds: z.number().min(0).nullable().optional(),
  foreignOrigin: z.url({ protocol: /^https?$/ }).optional(),
});
const REFUSAL = z.strictObject({
  code: z.int(),
  error: z.string().optional(),
  suberror: z.string().optional(),
  claims: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  text: z.string().optional(),
  status: z.int().min(400).max(599).optional(),
  times: times.optional(),
});
const CLOCK = z.union([z.strictObject({ advanceMs: z.number() }), z.strictObject({ now: z.iso.datetime() })], {
  error: 'either advanceMs, a number, or now, an ISO 8601 time in UTC',
});
const TOKENS = z.strictObject({
  person: z.string(),
  client: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  audience: z.string().optional(),
  claims: z.record(z.string(), z.unknown()).optional(),
});

/** What the emulator can do for tests, over HTTP: for tests that are not in its process, or not in JavaScript. */
export function controlApi(state: EmulatorState, controls: Controls): Router {
  const router = express.Router();
  const { clock } = controls;
  router.use(express.json({ type: () => true }));

  router.get('/faults', (_req, res) => void res.json(faultsOf(state)));
  router.delete('/faults', (_req, res) => {
    state.faults.clear();
    done(res);
  });
  router.put('/faults/:name', (req, res) => {
    const { name } = req.params;
    if (!isFaultName(name)) throw new NotFoundError(unknownFault(name).message);
    const { on, times = Infinity } = read(FAULT, req);
    state.faults.set(name, on, times);
    res.json(faultOf(state, name));
  });
  router.patch('/faults', (req, res) => {
    Object.assign(state.faults, read(SETTINGS, req));
    res.json(faultsOf(state));
  });
  router.post('/refusals', (req, res) => {
    state.faults.refuse(given(read(REFUSAL, req)));
    done(res);
  });

  router.get('/clock', (_req, res) => void res.json({ now: new Date(clock.now()).toISOString() }));
  router.put('/clock', (req, res) => {
    const sent = read(CLOCK, req);
    if ('now' in sent) clock.set(new Date(sent.now));
    else clock.advance(sent.advanceMs);
    res.json({ now: new Date(clock.now()).toISOString() });
  });

  router.get('/people', (_req, res) => void res.json({ people: state.people }));
  router.post('/people/:key/revoke-sessions', (req, res) => {
    revokeSessions(state, personAt(state, req.params.key).oid);
    done(res);
  });
  router.post('/people/:key/revoke-access-tokens', (req, res) => {
    state.grants.revokeAccessTokens(personAt(state, req.params.key).oid);
    done(res);
  });

  router.post('/tokens', async (req, res) => {
    const { person, ...options } = read(TOKENS, req);
    res
      .set('Cache-Control', 'no-store')
      .json(await issueTokens(state, findPerson(state.people, person), given(options)));
  });

  router.get('/requests', (_req, res) => void res.json({ requests: state.log.entries, counts: state.log.counts }));
  router.post('/keys/rotate', async (_req, res) => {
    await state.keys.rotate();
    done(res);
  });
  router.post('/reset', (_req, res) => {
    controls.reset();
    done(res);
  });

  router.use((req) => {
    throw new NotFoundError(
      `There is no ${req.method} ${req.baseUrl}${req.path}: the emulator's README has what there is.`,
    );
  });
  router.use(asProblem);
  return router;
}

class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

class BodyError extends Error {
  override readonly name = 'BodyError';
}

/** Errors of the caller, as RFC 9457 has them. */
const asProblem: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const status = statusOf(error);
  if (status === undefined) {
    next(error);
    return;
  }
  const title = status === 404 ? 'Not found' : 'Bad request';
  const detail = error instanceof SyntaxError ? 'The body is no JSON.' : (error as Error).message;
  res.status(status).type('application/problem+json').send(JSON.stringify({ title, status, detail }));
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof NotFoundError) return 404;
  if ([BodyError, RangeError, EntraError, SyntaxError].some((known) => error instanceof known)) return 400;
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status < 500 ? status : undefined;
}

/** @throws BodyError that names what is wrong, and where */
function read<T>(schema: z.ZodType<T>, req: Request): T {
  const parsed = schema.safeParse(bodyOf(req));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new BodyError(problems.join('; '));
}

/** What comes as a form, as curl has it unless told otherwise, was read as text before it got here. */
function bodyOf({ body }: { body?: unknown }): unknown {
  return typeof body === 'string' ? JSON.parse(body) : (body ?? {});
}

type Given<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

/** Zod says that an option may be there and undefined; JSON can't. */
function given<T extends object>(options: T): Given<T> {
  return options as Given<T>;
}

function personAt({ people }: EmulatorState, key: string): Person {
  try {
    return findPerson(people, key);
  } catch (error) {
    throw new NotFoundError((error as Error).message);
  }
}

function faultsOf(state: EmulatorState): object {
  const { refusal, retryAfterSeconds, foreignOrigin } = state.faults;
  return { faults: FAULT_NAMES.map((name) => faultOf(state, name)), refusal, retryAfterSeconds, foreignOrigin };
}

function faultOf({ faults }: EmulatorState, name: (typeof FAULT_NAMES)[number]): object {
  const left = faults.left(name);
  return {
    name,
    about: FAULTS[name],
    on: faults.isOn(name),
    ...(Number.isFinite(left) && left > 0 ? { times: left } : {}),
  };
}

function done(res: Response): void {
  res.status(204).end();
}
