import type { NextFunction, Response } from 'express';

/** Lets the endpoint make its honest answer, and takes it over in place of sending it. Refusals go out as they are. */
export function insteadOfSending(
  res: Response,
  next: NextFunction,
  send: (honest: Readonly<Record<string, unknown>>) => void,
): void {
  const sendJson = res.json.bind(res);
  res.json = (answer: Record<string, unknown>) => {
    res.json = sendJson;
    if (res.statusCode === 200) send(answer);
    else sendJson(answer);
    return res;
  };
  next();
}
