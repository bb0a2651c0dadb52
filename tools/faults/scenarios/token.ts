import { type HonestIdToken, REFUSALS } from '../../emulator/index.js';
import { requestsSince } from '../requests-since.js';
import type { Stage } from '../stage.js';
import { aadstsOf, isOutagePage, isPage } from '../words.js';
import type { Ending } from '../visitor.js';
import type { Case, Group } from './case.js';
import { tryToSignIn } from './try-to-sign-in.js';

type Measure = (ending: Ending) => boolean;

const OUTAGES = [
  'token-503',
  'token-hang',
  'token-reset',
  'token-html',
  'token-invalid-json',
  'token-no-id-token',
  'token-wrong-type',
] as const;

const outage: Measure = ({ answer, signedIn }) => !signedIn && isOutagePage(answer);

const explained =
  (code: string): Measure =>
  ({ answer, signedIn }) =>
    !signedIn && answer.status >= 400 && isPage(answer) && aadstsOf(answer) === code;

/** The same answer came twice, and the first one counts: what is left is a new sign-in. */
const ALREADY_REDEEMED = 54005;
const leadsOn: Measure = ({ answer, signedIn }) => !signedIn && answer.location?.pathname === '/login';

/** The token endpoint is down or gives answers that are none. */
export const tokenOutageGroup: Group = {
  key: 'token',
  title: 'The token endpoint fails',
  promise:
    'A 502, 503 or 504 page that offers to try again. Nobody is signed in, nobody else is held up, and the code is sent once; once more where a connection kept from before is reset.',
  oneProcess: true,
  cases: [
    ...OUTAGES.map((fault) =>
      tokenCase(
        `\`${fault}\``,
        ({ emulator }) => emulator.faults.set(fault, true),
        outage,
        fault === 'token-reset' ? 2 : 1,
      ),
    ),
    forgedCase('an `id_token` that is a number', () => 42),
    forgedCase('an `id_token` whose payload is no JSON', ({ token }) => {
      const [header, , signature] = token.split('.');
      return [header, Buffer.from('not JSON').toString('base64url'), signature].join('.');
    }),
  ],
};

/** Entra says no. */
export const tokenRefusalGroup: Group = {
  key: 'refusal',
  title: 'The token endpoint refuses',
  promise:
    'A page that explains it and shows the AADSTS code, with a status that is no success. Nobody is signed in, and the code is sent once. A code that was redeemed before (54005) leads on to a new sign-in instead.',
  oneProcess: true,
  cases: [
    tokenCase(
      '`token-expired-secret`',
      ({ emulator }) => emulator.faults.set('token-expired-secret', true),
      explained('AADSTS7000222'),
    ),
    ...REFUSALS.map(({ code, error, suberror }) =>
      tokenCase(
        `AADSTS${code} \`${error}\`${suberror === undefined ? '' : ` (${suberror})`}`,
        ({ emulator }) => {
          emulator.faults.refusal = code;
          emulator.faults.set('token-refused', true);
        },
        code === ALREADY_REDEEMED ? leadsOn : explained(`AADSTS${code}`),
      ),
    ),
  ],
};

function forgedCase(name: string, idToken: (honest: HonestIdToken) => unknown): Case {
  return tokenCase(name, ({ emulator }) => (emulator.tampering.idToken = idToken), outage);
}

/** @param most how often the code may be sent */
function tokenCase(name: string, begin: (stage: Stage) => void, measure: Measure, most = 1): Case {
  return {
    name,
    run: async (stage) => {
      begin(stage);
      const sent = codesSent(stage);
      const { verdict, kept } = await tryToSignIn(stage, measure);
      const times = sent();
      const others = await othersSignIn(stage);
      return {
        verdict: [verdict, ...(times > most ? [`the code is sent ${times} times`] : []), ...others].join('; '),
        kept: kept && times >= 1 && times <= most && others.length === 0,
      };
    },
  };
}

/** Counts from now on. */
function codesSent({ emulator }: Stage): () => number {
  const since = requestsSince(emulator);
  return () => since().filter(({ endpoint }) => endpoint === 'token').length;
}

/** What happens to the next person, if that is not a sign-in. */
async function othersSignIn(stage: Stage): Promise<string[]> {
  if (stage.app.hasExited) return [];
  stage.emulator.faults.clear();
  stage.emulator.tampering.idToken = undefined;
  const { verdict, kept } = await tryToSignIn(stage);
  return kept ? [] : [`the next person: ${verdict}`];
}
