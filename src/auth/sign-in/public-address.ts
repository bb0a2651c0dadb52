import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Logger } from 'pino';
import type { Configuration } from '../../../config/configuration.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { LOGGER } from '../../common/logging/logger.js';

/**
 * BASE_URL as the only name under which a sign-in can end: Entra comes back to it, and cookies that were set under
 * another name stay there. Nobody is redirected to it, since behind a proxy every request may have another Host.
 */
@Injectable()
export class PublicAddress {
  readonly #url: URL;
  #hasWarned = false;

  constructor(
    @Inject(CONFIGURATION) { http }: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    this.#url = new URL(http.baseUrl);
  }

  /** A sentence for whoever comes back without the cookies of their sign-in. */
  get hint(): string {
    const aliases: Record<string, string> = {
      localhost: ', such as 127.0.0.1,',
      '127.0.0.1': ', such as localhost,',
    };
    const alias = aliases[this.#url.hostname] ?? '';
    return `Open the service at ${this.#url.origin}: under another name${alias} the browser keeps other cookies.`;
  }

  /** Warns once when a sign-in begins under another name and no proxy says that the browser used ours. */
  warnOfOthers({ headers }: Pick<Request, 'headers'>): void {
    const names = [headers.host, ...String(headers['x-forwarded-host'] ?? '').split(',')];
    if (this.#hasWarned || names.some((name) => this.#isOurs(name))) return;
    this.#hasWarned = true;
    this.log.warn(
      { baseUrl: this.#url.origin },
      'a sign-in began under another host than BASE_URL’s: it fails for want of cookies, unless a proxy changes Host',
    );
  }

  #isOurs(name = ''): boolean {
    const url = `${this.#url.protocol}//${name.trim()}`;
    return URL.canParse(url) && new URL(url).host === this.#url.host;
  }
}
