import { people } from '../../emulator/index.js';
import type { Stage } from '../stage.js';
import type { Answer, Visitor } from '../visitor.js';
import { aadstsOf, describeAnswer, describeEnding, describeSilence, isPage, type Outcome } from '../words.js';
import type { Case, Group } from './case.js';

/** What browsers, people and bookmarks do. */
export const habitsGroup: Group = {
  key: 'habits',
  title: 'What people and browsers do',
  promise:
    'Two tabs both sign in, and what is opened twice does no harm. A callback that belongs to no sign-in, or to none that ' +
    'succeeded, ends on a page that says so and begins nothing by itself. Queries are never a 500.',
  oneProcess: true,
  cases: [
    habit('two tabs: begin A, begin B, finish A, finish B', async (visitor) => {
      // Two accounts: or nobody could tell the second sign-in from the first.
      const tabs = [people.ordinary, people.admin];
      const begun = [await visitor.begin(tabs[0]), await visitor.begin(tabs[1])] as const;
      const [a, b] = [await visitor.finish(begun[0], tabs[0]), await visitor.finish(begun[1], tabs[1])];
      return {
        verdict: `A: ${describeEnding(a)}; B: ${describeEnding(b)}`,
        kept: [a, b].every(({ signedIn }) => signedIn),
      };
    }),
    habit('the callback is opened twice', async (visitor) => {
      const callback = await visitor.begin();
      await visitor.finish(callback);
      const { answer, signedIn } = await visitor.finish(callback);
      const harmless = signedIn && answer.location?.pathname === '/';
      return { verdict: harmless ? 'still signed in' : describeAnswer(answer), kept: harmless };
    }),
    habit('the callback without parameters', async (visitor) => {
      const answer = await visitor.get('/getAToken');
      return { verdict: wordsOfStray(visitor, answer), kept: answer.status === 400 && isPage(answer) };
    }),
    habit('an error redirect whose `state` nobody knows', async (visitor) => {
      const query = new URLSearchParams({
        error: 'access_denied',
        error_description: 'AADSTS65004: User declined to consent to access the app.',
        state: 'nobody-knows-it',
      });
      const answer = await visitor.get(`/getAToken?${query.toString()}`);
      return { verdict: wordsOfStray(visitor, answer), kept: answer.status === 400 && isPage(answer) };
    }),
    habit('consent is declined', async (visitor, { emulator }) => {
      emulator.faults.set('authorize-declined', true);
      const { answer, signedIn } = await visitor.signIn();
      return {
        verdict: describeEnding({ answer, signedIn }),
        kept: !signedIn && answer.status >= 400 && isPage(answer) && aadstsOf(answer) === 'AADSTS65004',
      };
    }),
    habit('`/login?p=a&p=b`', async (visitor) => {
      const answer = await visitor.get('/login?p=a&p=b');
      return { verdict: wordsOfStray(visitor, answer), kept: visitor.leadsToAuthority(answer) };
    }),
  ],
};

function habit(name: string, act: (visitor: Visitor, stage: Stage) => Promise<Outcome>): Case {
  return {
    name,
    run: async (stage) => {
      try {
        return await act(stage.newVisitor(), stage);
      } catch (error) {
        return { verdict: await describeSilence(error, stage.app), kept: false };
      }
    },
  };
}

function wordsOfStray(visitor: Visitor, answer: Answer): string {
  return visitor.leadsToAuthority(answer) ? 'begins a sign-in' : describeAnswer(answer);
}
