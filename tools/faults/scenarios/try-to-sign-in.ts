import type { Stage } from '../stage.js';
import type { Ending } from '../visitor.js';
import { describeEnding, describeSilence, type Outcome } from '../words.js';

/**
 * One person with a new browser signs in.
 *
 * @param measure - whether this ending is the promised one; silence never is. Default: the person is signed in
 */
export async function tryToSignIn(
  { app, newVisitor }: Stage,
  measure: (ending: Ending) => boolean = ({ signedIn }) => signedIn,
): Promise<Outcome> {
  try {
    const ending = await newVisitor().signIn();
    return { verdict: describeEnding(ending), kept: measure(ending) };
  } catch (error) {
    return { verdict: await describeSilence(error, app), kept: false };
  }
}
