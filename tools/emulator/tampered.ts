import type { NextFunction, Request, Response } from 'express';
import type { Tamper } from './entra/tampering.js';

/**
 * Lets a hook, while there is one, put another body in place of what the handlers behind send as JSON: an object goes out
 * as JSON, a string as it is. A hook that throws is a broken emulator: 500.
 *
 * @param hookFor - looked at once the status is known
 */
export function tampered(hookFor: (res: Response, path: string) => Tamper | undefined) {
  return (req: Pick<Request, 'baseUrl' | 'path'>, res: Response, next: NextFunction): void => {
    const path = req.baseUrl + req.path;
    const sendJson = res.json.bind(res);
    res.json = (honest: Record<string, unknown>) => {
      res.json = sendJson;
      const hook = hookFor(res, path);
      if (hook) tamper(hook, honest).then((body) => sendTampered(res, body), next);
      else sendJson(honest);
      return res;
    };
    next();
  };
}

/** What a hook makes of an answer, now or later. */
export async function tamper(hook: Tamper, honest: Record<string, unknown>): Promise<unknown> {
  return await hook(honest);
}

function sendTampered(res: Response, body: unknown): void {
  if (typeof body === 'string') res.type('json').send(body);
  else res.json(body);
}
