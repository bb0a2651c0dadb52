import { setTimeout as pause } from 'node:timers/promises';
import type { FaultName, RecordedRequest } from '../../emulator/index.js';
import { requestsSince } from '../requests-since.js';
import type { Stage } from '../stage.js';
import { becomesTrue } from '../../processes/becomes-true.js';
import { PROCESS_EXITS } from '../words.js';
import type { Case, Group } from './case.js';
import { DOCUMENT_FAULTS, isSlow, leakedTo } from './document-faults.js';
import { tryToSignIn } from './try-to-sign-in.js';

/** Longer than either keeps documents without asking for fresh ones. */
const CACHES_EXPIRE_MS = 61 * 60_000;
/** Longer than the deadline of a fetch in the background. */
const DEADLINE_MS = 6000;
const ASKS_WITHIN_MS = 3000;

/** The outage comes later, when what was known has to be asked for again. */
export const warmGroup: Group = {
  key: 'warm',
  title: 'The documents fail later',
  promise:
    'People have signed in before; then the fault begins, and an hour passes, so that fresh documents are asked for. A new ' +
    'person signs in: the last good documents serve. Nothing is sent to another host.',
  oneProcess: false,
  cases: DOCUMENT_FAULTS.map(warmCase),
};

/** Rolling over is no fault of anybody’s. */
export const rolloverGroup: Group = {
  key: 'rollover',
  title: 'The signing keys roll over',
  promise: 'The next person signs in.',
  oneProcess: false,
  cases: [
    {
      name: 'a new key signs, the old one is withdrawn',
      run: async (stage) => {
        await mustSignIn(stage);
        await stage.emulator.rotateKeys();
        return tryToSignIn(stage);
      },
    },
  ],
};

function warmCase(fault: FaultName): Case {
  return {
    name: `\`${fault}\``,
    run: async (stage) => {
      await mustSignIn(stage);
      stage.emulator.faults.set(fault, true);
      const asked = requestsSince(stage.emulator);
      await stage.advance(CACHES_EXPIRE_MS);
      const first = await tryToSignIn(stage);
      if (!(await wasAsked(fault, asked))) {
        return { verdict: `${first.verdict}, without asking for the document`, kept: false };
      }
      if (first.verdict === PROCESS_EXITS) return first;
      if (first.kept && isSlow(fault)) await pause(DEADLINE_MS);
      const second = first.kept ? await tryToSignIn(stage) : first;
      const leak = leakedTo(stage);
      return leak === undefined ? second : { verdict: `${second.verdict}; ${leak}`, kept: false };
    },
  };
}

async function mustSignIn(stage: Stage): Promise<void> {
  const ready = await becomesTrue(async () => (await tryToSignIn(stage)).kept, DEADLINE_MS);
  if (!ready) throw new Error(`nobody could sign in before the fault: ${stage.app.output().slice(-2000)}`);
}

/** Without this a service that never asks would pass. */
function wasAsked(fault: FaultName, asked: () => RecordedRequest[]): Promise<boolean> {
  return becomesTrue(() => asked().some(({ endpoint }) => fault.startsWith(`${endpoint}-`)), ASKS_WITHIN_MS);
}
