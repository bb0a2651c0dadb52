import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Configuration } from '../../../config/configuration.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { LOGGER } from '../../common/logging/logger.js';
import type { ClientCredential } from './client-credential.js';
import { ClientSecret } from './client-secret.js';

/** What the service can prove itself with at the token endpoint, and whether Entra takes it. */
@Injectable()
export class ClientCredentials {
  /** The first is used. */
  readonly #inOrder: readonly [ClientCredential, ...ClientCredential[]];
  readonly #refused = new Set<ClientCredential>();

  constructor(
    @Inject(CONFIGURATION) { entra }: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    this.#inOrder = [new ClientSecret(entra.clientSecret)];
  }

  /** Says which credential Entra refuses, and what to do; undefined while it refuses none that is in use. */
  get alarm(): string | undefined {
    const refused = this.#inOrder.find((credential) => this.#refused.has(credential));
    return refused && alarmOf(refused);
  }

  /**
   * Adds what proves us to the form of a token request, within its deadline.
   * @returns what did, for whoever hears how Entra took it
   */
  async authenticate(form: URLSearchParams, tokenEndpoint: string, deadline: AbortSignal): Promise<ClientCredential> {
    const [credential] = this.#inOrder;
    await credential.authenticate(form, tokenEndpoint, deadline);
    return credential;
  }

  accepted(credential: ClientCredential): void {
    this.#refused.delete(credential);
  }

  /** @param error what Entra said, for the log */
  refused(credential: ClientCredential, error: Error): void {
    this.#refused.add(credential);
    this.log.error({ err: error }, alarmOf(credential));
  }
}

function alarmOf({ name, remedy }: ClientCredential): string {
  return `Entra refuses the ${name}: ${remedy}`;
}
