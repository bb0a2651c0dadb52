import type { EmulatorState } from '../../state.js';
import type { TokenRequest } from '../token-request.js';

/** A way to get tokens. */
export interface Grant {
  /** The `grant_type`. */
  readonly type: string;

  /**
   * Makes the token answer.
   *
   * @throws EntraError whatever Entra refuses
   */
  answer(state: EmulatorState, request: TokenRequest): Promise<Record<string, unknown>>;
}
