import { refusalOf } from './entra/refusals.js';
import { FAULT_NAMES, type FaultName } from './faults.js';

/** Which faults are on, and what those that can be set say. */
export class FaultSwitches {
  /** What `Retry-After` says on `token-503` and `graph-429`, in seconds; `null` leaves it out. Default 1. */
  retryAfterSeconds: number | null = 1;

  /** Where `discovery-foreign-host` leads to. The default answers nobody. */
  foreignOrigin = 'https://login.example.com';

  private readonly remaining = new Map<FaultName, number>();
  private refusalCode = 50076;

  /** Which of `REFUSALS` is what `token-refused` says: its AADSTS number. Default 50076. */
  get refusal(): number {
    return this.refusalCode;
  }

  /** @throws RangeError when it is none of them */
  set refusal(code: number) {
    this.refusalCode = refusalOf(code).code;
  }

  /**
   * @param times - how many requests the fault meets before it switches itself off; default: until switched off
   */
  set(fault: FaultName, on: boolean, times = Infinity): void {
    if (on && times > 0) this.remaining.set(fault, times);
    else this.remaining.delete(fault);
  }

  isOn(fault: FaultName): boolean {
    return this.remaining.has(fault);
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
