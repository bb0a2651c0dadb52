import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Configuration } from '../../../config/configuration.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { Events } from '../../common/events.js';
import { ErrorResponder } from '../../answers/error-responder.js';
import { acceptsHtml } from '../../answers/accepts-html.js';
import { isNavigation } from '../../answers/navigation.js';
import { StoreUnavailableError } from '../../store/store.errors.js';
import { SessionService } from '../../session/session.service.js';
import { InteractionRequiredError } from '../../tokens/tokens.errors.js';
import { keepable } from './sign-in-challenges.js';
import { SignInRounds } from './sign-in-rounds.js';

/** Of its form in a Location header, in bytes. */
const MAX_WAY_BACK = 640;

/** Before a person is sent to sign in again: what that sign-in has to ask for is kept, in the session where there is one. */
@Catch(InteractionRequiredError)
export class InteractionRequiredFilter implements ExceptionFilter {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly sessions: SessionService,
    private readonly rounds: SignInRounds,
    private readonly responder: ErrorResponder,
    private readonly events: Events,
  ) {}

  async catch(error: InteractionRequiredError, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    this.events.raise({ event: 'challenge', errorCode: error.code, aadsts: error.entra?.aadsts });
    // Nest waits for no filter: what this one throws would end the process.
    const answer = await this.#kept(error, request, response).catch((failure: unknown) => failure);
    this.responder.respond(answer, request, response);
  }

  /** The error to answer with: that the sign-in would lack something is said here, before anybody goes there in vain. */
  async #kept(error: InteractionRequiredError, request: Request, response: Response): Promise<unknown> {
    const { session } = request;
    const answer = keepable(error);
    if (answer !== error || session === undefined) return answer;
    // Entra has withdrawn the person, and their session is over: whoever goes to sign in takes it along.
    if (error.isWithdrawn) {
      if (goesToSignIn(request)) this.rounds.keepChallenge(request, response, error.challenge);
      return error;
    }
    try {
      await this.sessions.keepChallenge(session, error.challenge);
      return error;
    } catch (failure) {
      if (!(failure instanceof StoreUnavailableError)) throw failure;
      return this.#isPlain(error) ? error : failure;
    }
  }

  /** True when it asks for nothing that an ordinary sign-in would not. */
  #isPlain({ challenge }: InteractionRequiredError): boolean {
    const { scopes } = this.configuration.entra;
    return challenge.claims === undefined && challenge.scopes.every((scope) => scopes.includes(scope));
  }
}

/** The way back and the challenge go in one answer, whose headers must stay below what proxies take. */
function goesToSignIn(request: Request): boolean {
  const isShort = encodeURIComponent(request.originalUrl).length <= MAX_WAY_BACK;
  return isShort && acceptsHtml(request) && isNavigation(request);
}
