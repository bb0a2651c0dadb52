import {
  Controller,
  Get,
  Header,
  HttpCode,
  HttpStatus,
  Options,
  Res,
  ServiceUnavailableException,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { Response } from 'express';
import { Public } from '../common/decorators/public.decorator.js';
import { SealedRecords } from '../store/sealed-records.js';
import type { BoundedExpressAdapter } from '../server/bounded-express-adapter.js';
import { Authority } from '../entra/authority/authority.js';
import { ClientCredentials } from '../entra/credentials/client-credentials.js';

/** Probes. They load no session. */
@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly records: SealedRecords,
    private readonly authority: Authority,
    private readonly credentials: ClientCredentials,
    private readonly server: HttpAdapterHost<BoundedExpressAdapter>,
  ) {}

  /** The process is alive. */
  @Get('healthz')
  alive(@Res({ passthrough: true }) response: Response) {
    return this.#answer(response, []);
  }

  /** Ready to serve: 503 when the store can't be reached, Entra's keys were never loaded, or the service stops. */
  @Get('readyz')
  ready(@Res({ passthrough: true }) response: Response) {
    return this.#answer(response, [
      () => this.#store(),
      () => this.#signingKeys(),
      () => this.#clientCredential(),
      // Only while it matters.
      ...(this.server.httpAdapter.isDraining ? [() => this.#draining()] : []),
    ]);
  }

  /** Some balancers ask so, unless they are told otherwise. It says no more than that the process is alive. */
  @Options(['healthz', 'readyz'])
  @HttpCode(HttpStatus.NO_CONTENT)
  @Header('Allow', 'GET, HEAD, OPTIONS')
  options(): void {}

  async #answer(response: Response, checks: Parameters<HealthCheckService['check']>[0]): Promise<string | object> {
    try {
      return await this.health.check(checks);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      response.status(HttpStatus.SERVICE_UNAVAILABLE);
      return error.getResponse();
    }
  }

  async #store() {
    const check = this.indicator.check('store');
    try {
      await this.records.ping();
      return check.up();
    } catch {
      return check.down({ message: 'The session store does not answer.' });
    }
  }

  #draining() {
    return this.indicator.check('draining').down({ message: 'The service is stopping.' });
  }

  #signingKeys() {
    const check = this.indicator.check('signingKeys');
    if (this.authority.isLoaded) return check.up();
    const { refusal } = this.authority;
    if (refusal === undefined) {
      return check.down({ message: 'Discovery and signing keys could not be loaded from Entra yet.' });
    }
    const { code, entry, entra } = refusal;
    return check.down({ message: entry.detail, code, aadsts: entra?.aadsts });
  }

  /** Up even when refused: every instance has the same credential, and signed-in people can still be served. */
  #clientCredential() {
    const check = this.indicator.check('clientCredential');
    const { alarm } = this.credentials;
    return alarm === undefined ? check.up() : check.up({ state: 'degraded', message: `${alarm}.` });
  }
}
