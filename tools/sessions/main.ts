import { loadConfiguration } from '../../config/load-configuration.js';
import { StoreUnavailableError } from '../../src/store/store.errors.js';
import { runTool } from '../command-line/run-tool.js';
import { sessionsCommandLine } from './command-line.js';
import { operate } from './operate.js';

function describe(answer: { sessions: number } | { ended: number }): string {
  const [count, what] = 'ended' in answer ? [answer.ended, ' ended'] : [answer.sessions, ''];
  return `${count} ${count === 1 ? 'session' : 'sessions'}${what}`;
}

function explain(error: unknown): never {
  if (!(error instanceof StoreUnavailableError)) throw error;
  throw new Error('Redis does not answer, or refuses: check REDIS_URL, and whether it can be reached from here');
}

await runTool(sessionsCommandLine, async (order) => {
  const answer = await operate(order, loadConfiguration()).catch(explain);
  console.log(order.json ? JSON.stringify(answer) : describe(answer));
});
