import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Configuration } from '../../../config/configuration.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { acceptsHtml } from '../../answers/accepts-html.js';
import { loginPath } from '../../answers/login-path.js';
import { Pages } from '../../answers/pages.js';
import { AdminConsentRefusedError } from './sign-in.errors.js';
import { parseAdminConsent } from './sign-in-query.js';

const TITLE = 'Microsoft has answered the request for permissions';
const TEXT =
  'Microsoft says that an administrator has answered the request for permissions. Sign in to see whether it worked.';

/**
 * Where an administrator comes back to who was asked for permissions for the whole organisation. Anybody can send such
 * an answer: nothing in it is believed, it signs nobody in and consumes no pending sign-in.
 */
@Injectable()
export class AdminConsentService {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly pages: Pages,
  ) {}

  /**
   * @param query of the callback
   * @returns true when it was such an answer; the response is then sent
   * @throws AdminConsentRefusedError when Entra says that the permissions were not granted
   */
  answer(query: unknown, request: Request, response: Response): boolean {
    const consent = parseAdminConsent(query);
    if (consent === undefined) return false;
    if (consent.refusal !== undefined) throw new AdminConsentRefusedError(consent.refusal);
    response.vary('Accept');
    if (acceptsHtml(request)) {
      const action = { label: 'Sign in', href: loginPath() };
      response.type('html').send(this.pages.render('message', { title: TITLE, text: TEXT, action }));
    } else {
      response.json({ message: TEXT, loginUrl: `${this.configuration.http.baseUrl}${loginPath()}` });
    }
    return true;
  }
}
