import express, { type Request, type Response, type Router } from 'express';
import type { EmulatorState } from '../../state.js';
import { authenticate } from '../graph-authentication.js';
import { labelOf } from '../graph-caller.js';
import { jsonOf, readBody } from '../graph-body.js';
import type { GraphVersion } from '../graph-resource.js';
import { batchedRequests, sameId } from './batch-request.js';
import { failedDependency, fromInner, type BatchedAnswer } from './batched-answer.js';
import { InnerServer } from './exchange.js';
import { toInner } from './inner-request.js';

/**
 * `POST /$batch`. Each request in it goes through the whole of `resources`, as if it had come by itself: it meets faults
 * of its own and is logged.
 */
export function batchRoute(state: EmulatorState, version: GraphVersion, resources: Router): Router {
  const inner = express();
  inner.disable('x-powered-by');
  inner.disable('etag');
  inner.use(state.log.middleware, resources);
  const server = new InnerServer(inner);
  const router = express.Router();
  router.post('/$batch', readBody, async (req, res) => {
    state.log.annotate(res, { summary: labelOf(authenticate(state, req)) });
    await answerAll(server, version, req, res);
  });
  return router;
}

/** All at once, except that a request waits for those that it depends on. */
async function answerAll(server: InnerServer, version: GraphVersion, req: Request, res: Response): Promise<void> {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const answers: Promise<BatchedAnswer>[] = [];
  const requests = batchedRequests(jsonOf(req)).map((batched) => ({ batched, inner: toInner(batched, version, req) }));
  for (const { batched, inner } of requests) {
    const needed = answers.filter((_answer, index) =>
      batched.dependsOn.some((id) => sameId(id, requests[index]?.batched.id ?? '')),
    );
    answers.push(
      Promise.all(needed).then(async (before) =>
        before.some(({ status }) => status >= 400)
          ? failedDependency(batched.id)
          : fromInner(batched.id, await server.exchange(inner, gone.signal)),
      ),
    );
  }
  await Promise.all(answers).then(
    (responses) => res.json({ responses }),
    // A fault took the connection of one of them: it was the connection of them all.
    () => res.socket?.destroy(),
  );
}
