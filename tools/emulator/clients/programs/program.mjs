// What the programs of the foreign clients have in common: where they run, and what they tell whoever started them.
import { once } from 'node:events';

let questions = 0;

/** Asks the parent process, which has the person's browser. */
async function ask(question) {
  questions += 1;
  const id = questions;
  process.send({ id, ...question });
  for (;;) {
    const [answer] = await once(process, 'message');
    if (answer.id !== id) continue;
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }
}

/** The person's browser, which is not in this process. */
const browser = {
  /**
   * Goes to an authorization request, signs in and accepts everything.
   * @returns {Promise<{ url: string, form?: Record<string, string> }>} what the browser would send to the application
   */
  signIn: (url) => ask({ action: 'sign-in', url: String(url) }),
  /** Signs in at the page for device codes. */
  enterDeviceCode: (verificationUri, userCode) => ask({ action: 'enter-device-code', url: verificationUri, userCode }),
};

/**
 * Runs each case and reports how it went.
 *
 * @param cases - by the name that the matrix has for them; what throws has failed
 */
export async function program(cases) {
  const [setup] = await once(process, 'message');
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run(setup, browser);
      process.send({ case: name });
    } catch (error) {
      process.send({ case: name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  process.disconnect();
}
