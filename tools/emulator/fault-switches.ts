import { EntraError } from './entra/entra-error.js';
import { refusalOf, REFUSALS } from './entra/refusals.js';
import { FAULT_NAMES, isFaultName, type FaultName } from './faults.js';
import type { FaultSettings } from './faults/fault.js';
import { didYouMean } from './nearest.js';

/** What the token endpoint is to say. */
export interface RefusalOptions {
  /** The AADSTS number. With one of `REFUSALS`, everything else has its default from there. */
  readonly code: number;
  /** The OAuth error, such as `invalid_grant`. */
  readonly error?: string;
  readonly suberror?: string;
  /** A claims challenge; an object is made into JSON. */
  readonly claims?: string | object;
  /** The sentence after the number. */
  readonly text?: string;
  /** 400 to 599. Default 401 for `invalid_client`, else 400. */
  readonly status?: number;
  /** How many requests are refused. Default 1. */
  readonly times?: number;
}

/** Which faults are on, and what those that can be set say. */
export class FaultSwitches implements FaultSettings {
  retryAfterSeconds: number | null = 1;
  foreignOrigin = 'https://login.example.com';
  /** What `token-refused` says. */
  refusalError = refusalOf(50076);

  private readonly remaining = new Map<FaultName, number>();

  /** Which of `REFUSALS` is what `token-refused` says: its AADSTS number. Default 50076. */
  get refusal(): number {
    return this.refusalError.code;
  }

  /** @throws RangeError when it is none of them */
  set refusal(code: number) {
    this.refusalError = refusalOf(code);
  }

  /**
   * Lets the token endpoint refuse its next requests, whatever they are: switches `token-refused` on.
   *
   * @throws RangeError when the code is none of `REFUSALS` and there is no `error` with it, or a number is out of range
   */
  refuse({ times = 1, ...refusal }: RefusalOptions): void {
    this.refusalError = refusalFrom(refusal);
    this.set('token-refused', true, times);
  }

  /**
   * @param times - how many requests the fault meets before it switches itself off; default: until switched off
   * @throws RangeError when there is no such fault, or no such number of requests
   */
  set(fault: FaultName, on: boolean, times = Infinity): void {
    if (!isFaultName(fault)) throw unknownFault(fault);
    if (times !== Infinity && !(Number.isInteger(times) && times >= 0)) {
      throw new RangeError('A fault meets a whole number of requests.');
    }
    if (on && times > 0) this.remaining.set(fault, times);
    else this.remaining.delete(fault);
  }

  isOn(fault: FaultName): boolean {
    return this.remaining.has(fault);
  }

  /** How many more requests it meets: 0 when it is off, Infinity until switched off. */
  left(fault: FaultName): number {
    return this.remaining.get(fault) ?? 0;
  }

  /** The faults that are on, in the order of {@link FAULT_NAMES}. */
  list(): FaultName[] {
    return FAULT_NAMES.filter((fault) => this.isOn(fault));
  }

  clear(): void {
    this.remaining.clear();
  }

  /** Whether this fault meets the present request; counts it. */
  strikes(fault: FaultName): boolean {
    const left = this.remaining.get(fault);
    if (left === undefined) return false;
    this.set(fault, true, left - 1);
    return true;
  }
}

/** Says which name was meant, if that can be told. */
export function unknownFault(name: string): RangeError {
  return new RangeError(`There is no fault '${name}'.${didYouMean(name, FAULT_NAMES)}`);
}

function refusalFrom(options: Omit<RefusalOptions, 'times'>): EntraError {
  const known = REFUSALS.some(({ code }) => code === options.code) ? refusalOf(options.code) : undefined;
  const error = options.error ?? known?.error;
  if (error === undefined) {
    throw new RangeError(`The emulator knows no refusal AADSTS${options.code}: say which error it is.`);
  }
  const status = options.status ?? known?.status ?? (error === 'invalid_client' ? 401 : 400);
  if (!Number.isInteger(status) || status < 400 || status > 599)
    throw new RangeError('A refusal has a status from 400 to 599.');
  const suberror = options.suberror ?? known?.suberror;
  const claims =
    typeof options.claims === 'object' ? JSON.stringify(options.claims) : (options.claims ?? known?.claims);
  return new EntraError(options.code, error, options.text ?? known?.text ?? 'The emulator was told to refuse.', {
    status,
    isLookedUp: known?.isLookedUp ?? true,
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
  });
}
