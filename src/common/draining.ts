import { Injectable } from '@nestjs/common';

/** Whether the service is about to stop: it still serves, but `/readyz` asks the balancer to send nobody any more. */
@Injectable()
export class Draining {
  #begun = false;

  get hasBegun(): boolean {
    return this.#begun;
  }

  begin(): void {
    this.#begun = true;
  }
}
