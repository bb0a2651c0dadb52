import { people, type Emulator } from '../index.js';
import { codeForm, newCode, postToken, type TokenAnswer } from '../spec-support.js';

/** Redeems a new code. @param changes of the form; undefined leaves a parameter out */
export async function redeem(
  emulator: Emulator,
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<TokenAnswer> {
  return postToken(emulator, codeForm(emulator, await newCode(emulator, people.ordinary), changes));
}
