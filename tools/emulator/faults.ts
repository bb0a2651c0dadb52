/** Every fault that can be switched on, and what it does. */
export const FAULTS = {
  'discovery-html': 'Discovery answers 200 with an HTML page, as a captive portal does.',
  'discovery-503': 'Discovery answers 503.',
  'discovery-hang': 'Discovery accepts the request and never answers.',
  'keys-html': 'The key set answers 200 with an HTML page.',
  'keys-503': 'The key set answers 503.',
  'keys-empty': 'The key set is valid JSON with no keys in it.',
  'token-503': 'The token endpoint answers 503 with Retry-After and an HTML page.',
  'token-hang': 'The token endpoint accepts the request and never answers.',
  'token-expired-secret': 'The token endpoint says that the client secret has expired (AADSTS7000222).',
  'authorize-declined': 'Authorize returns at once as if consent had been declined (AADSTS65004).',
  'graph-429': 'Graph throttles: 429 with Retry-After.',
  'graph-503': 'Graph answers 503.',
  'graph-hang': 'Graph accepts the request and never answers.',
} as const;

export type FaultName = keyof typeof FAULTS;

/** Every name of {@link FAULTS}, in its order. */
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

export function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && Object.hasOwn(FAULTS, name);
}

/** Which faults are on. */
export class FaultSwitches {
  /** What `Retry-After` says on `token-503` and `graph-429`, in seconds. Default 1. */
  retryAfterSeconds = 1;

  private readonly remaining = new Map<FaultName, number>();

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

  /** The faults that are on, in the order of {@link FAULTS}. */
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
