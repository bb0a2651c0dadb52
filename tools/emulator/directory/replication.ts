/** How a directory of many replicas shows: changes take their time. */
export interface ReplicationOptions {
  /** How long an object made through Graph is not there yet, in seconds. Default 0. */
  readonly visibleAfterSeconds?: number;
  /** How long after a change to an object the next one is refused with 409, in seconds. Default 0. */
  readonly conflictForSeconds?: number;
}

/** What has arrived everywhere, of what was made and changed through Graph. Objects of the options are there at once. */
export class Replication {
  private readonly visibleFromMs = new WeakMap<object, number>();
  private readonly settledFromMs = new WeakMap<object, number>();

  constructor(
    private readonly now: () => number,
    private readonly options: ReplicationOptions = {},
  ) {}

  created<T extends object>(object: T): T {
    this.visibleFromMs.set(object, this.now() + (this.options.visibleAfterSeconds ?? 0) * 1000);
    return object;
  }

  isVisible(object: object): boolean {
    return (this.visibleFromMs.get(object) ?? 0) <= this.now();
  }

  /** Notes a change; `false` where it comes too soon after another. */
  change(object: object): boolean {
    if ((this.settledFromMs.get(object) ?? 0) > this.now()) return false;
    this.settledFromMs.set(object, this.now() + (this.options.conflictForSeconds ?? 0) * 1000);
    return true;
  }
}
