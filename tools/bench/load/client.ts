import { Agent, request as requestByHttp } from 'node:http';
import { text } from 'node:stream/consumers';
import type { CookieJar } from 'tough-cookie';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly cookies: readonly string[];
  readonly body: string;
}

/** Default of connections. */
export const AT_ONCE = 16;
const PATIENCE_MS = 15_000;

/** A server answered something else than it should, or nothing. */
export class WrongAnswerError extends Error {
  override readonly name = 'WrongAnswerError';

  /** @param status - of the answer, where there is one */
  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

/** HTTP with kept connections, leaner than `fetch`: what asks must not be what is slow. */
export class Client {
  readonly #agent: Agent;

  /** @param connections - at most; who finds none free waits */
  constructor(connections = AT_ONCE) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @throws WrongAnswerError when there is none in 15 s @throws Error of node:http */
  ask(url: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { method, agent: this.#agent, headers, family: 4, timeout: PATIENCE_MS };
      const outgoing = requestByHttp(url, options, (incoming) => {
        const { statusCode: status = 0, headers } = incoming;
        text(incoming).then(
          (body) => resolve({ status, location: headers.location, cookies: headers['set-cookie'] ?? [], body }),
          reject,
        );
      });
      outgoing.on('timeout', () => outgoing.destroy(new WrongAnswerError(`no answer in ${PATIENCE_MS / 1000} s`)));
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  /** As a person's going to a page, with the cookies of that jar. @throws as `ask` */
  async navigate(jar: CookieJar, url: string): Promise<Answer> {
    const answer = await this.ask(url, { accept: 'text/html', cookie: await jar.getCookieString(url) });
    for (const cookie of answer.cookies) await jar.setCookie(cookie, url);
    return answer;
  }

  /** Its connections. */
  close(): void {
    this.#agent.destroy();
  }
}
