import type { EmulatorState } from '../../state.js';
import type { TokenRequest } from '../token-request.js';

/** A way to get tokens. */
export interface Grant {
  /** The `grant_type`. */
  readonly type: string;

  /** Whether clients are meant to ask again and again. Default `false`: twenty requests alike are a loop. */
  readonly isPolled?: boolean;

  /**
   * Makes the token answer.
   *
   * @throws EntraError whatever Entra refuses
   */
  answer(state: EmulatorState, request: TokenRequest): Promise<Record<string, unknown>>;
}
