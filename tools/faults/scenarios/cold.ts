import type { FaultName } from '../../emulator/index.js';
import type { Stage } from '../stage.js';
import { becomesTrue } from '../../processes/becomes-true.js';
import type { Ending } from '../visitor.js';
import { describeEnding, describeSilence, isOutagePage, PROCESS_EXITS } from '../words.js';
import type { Case, Group } from './case.js';
import { DOCUMENT_FAULTS, leakedTo } from './document-faults.js';

const ANSWERS_WITHIN_MS = 6000;
const RECOVERS_WITHIN_MS = 15_000;
const PROBE_MS = 3000;

/** The service starts in the outage. */
export const coldGroup: Group = {
  key: 'cold',
  title: 'The documents fail from the start',
  promise:
    'The process stays alive. Signing in answers with a 503 page that offers to try again, within 6 s; `/readyz` is 503 and ' +
    'says why; everything that needs no Entra answers. Once the fault has passed, a person can sign in within 15 s, without ' +
    'a restart. A document that is honest under a wrong content type is used.',
  oneProcess: false,
  cases: DOCUMENT_FAULTS.map(coldCase),
};

function coldCase(fault: FaultName): Case {
  return {
    name: `\`${fault}\``,
    fromTheStart: fault,
    run: async (stage) => {
      const first = await attempt(stage);
      if (first.words === PROCESS_EXITS) return { verdict: PROCESS_EXITS, kept: false };
      const rest = await troubleElsewhere(stage, first.ending?.signedIn === true);
      stage.emulator.faults.clear();
      const recovered = await recovers(stage);
      const leak = leakedTo(stage);
      return {
        verdict: [
          first.words,
          rest,
          leak,
          first.ending?.signedIn === true ? undefined : wordsOfRecovery(stage, recovered),
        ]
          .filter((part) => part !== undefined)
          .join('; '),
        kept: first.kept && rest === undefined && leak === undefined && recovered && !stage.app.hasExited,
      };
    },
  };
}

interface Attempt {
  readonly words: string;
  readonly kept: boolean;
  readonly ending?: Ending;
}

async function attempt({ app, newVisitor }: Stage): Promise<Attempt> {
  try {
    const ending = await newVisitor().signIn();
    const words = describeEnding(ending);
    if (ending.signedIn) return { words, kept: true, ending };
    if (!isOutagePage(ending.answer)) return { words, kept: false, ending };
    const inTime = ending.answer.tookMs < ANSWERS_WITHIN_MS;
    return {
      words: `${words} ${inTime ? 'within' : 'after more than'} ${ANSWERS_WITHIN_MS / 1000} s`,
      kept: inTime && ending.answer.status === 503,
      ending,
    };
  } catch (error) {
    return { words: await describeSilence(error, app), kept: false };
  }
}

/** The first thing that does not answer though it needs no Entra, in words. */
async function troubleElsewhere({ kind, newVisitor }: Stage, loaded: boolean): Promise<string | undefined> {
  const visitor = newVisitor();
  const look = (path: string) => visitor.get(path, { patienceMs: PROBE_MS }).catch(() => undefined);
  const paths = kind === 'stock' ? ['/'] : ['/', '/session', '/healthz', '/assets/style.css'];
  for (const path of paths) {
    if ((await look(path))?.status !== 200) return `\`${path}\` fails`;
  }
  if (kind === 'stock' || loaded) return undefined;
  const ready = await look('/readyz');
  return ready?.status === 503 && /"message":"[^"]*keys/.test(ready.text)
    ? undefined
    : '`/readyz` does not say why it is not ready';
}

async function recovers({ newVisitor, app }: Stage): Promise<boolean> {
  const startedAt = performance.now();
  const signsIn = () =>
    newVisitor()
      .signIn()
      .then(
        ({ signedIn }) => signedIn,
        () => false,
      );
  let signedIn = false;
  await becomesTrue(async () => {
    signedIn = await signsIn();
    return signedIn || app.hasExited;
  }, RECOVERS_WITHIN_MS);
  return signedIn && performance.now() - startedAt < RECOVERS_WITHIN_MS;
}

function wordsOfRecovery({ app }: Stage, recovered: boolean): string {
  if (app.hasExited) return PROCESS_EXITS;
  return recovered ? 'signs in after its end' : `nobody signs in within ${RECOVERS_WITHIN_MS / 1000} s of its end`;
}
