import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '../../../config/configuration.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { Events } from '../../common/events.js';
import { Public } from '../../common/decorators/public.decorator.js';
import { SessionService } from '../../session/session.service.js';
import { Authority } from '../../entra/authority/authority.js';
import { authorityHosts } from '../../entra/authority/clouds.js';

const MAX_LENGTH = 512;
const text = z.string().min(1).max(MAX_LENGTH);
const querySchema = z.object({ sid: text, iss: text.optional() });

/** Entra's notice that a person signed out there: it loads this page in a hidden frame, without our cookies. */
@Public()
@Controller('logout/frontchannel')
export class FrontchannelLogoutController {
  readonly #framedBy: string;

  constructor(
    @Inject(CONFIGURATION) { entra }: Configuration,
    private readonly authority: Authority,
    private readonly sessions: SessionService,
    private readonly events: Events,
  ) {
    const { protocol } = new URL(entra.cloudInstance);
    const hosts = [...authorityHosts(entra.cloudInstance, entra.tenantId)];
    this.#framedBy = hosts.map((host) => `${protocol}//${host}`).join(' ');
  }

  /**
   * Ends every session of that `sid`. The `sid` is all that is needed, and nothing is learnt by guessing one: the answer
   * is the same whether there were sessions or not.
   */
  @Get()
  async logout(@Query() query: unknown, @Res({ passthrough: true }) response: Response): Promise<string> {
    response.removeHeader('X-Frame-Options');
    response.setHeader('Content-Security-Policy', `default-src 'none'; frame-ancestors ${this.#framedBy}`);
    const parsed = querySchema.safeParse(query);
    if (parsed.success && (await this.#isOurs(parsed.data.iss))) {
      const count = await this.sessions.endAll(parsed.data);
      if (count > 0) this.events.raise({ event: 'session_ended', reason: 'front_channel', count });
    }
    response.type('text');
    return '';
  }

  /** Entra sends `iss` at times; then it has to be one whose people we let in. */
  async #isOurs(iss: string | undefined): Promise<boolean> {
    return iss === undefined || (await this.authority.metadata()).issuers.includes(iss);
  }
}
