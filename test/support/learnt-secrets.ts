import type { Emulator } from '../../tools/emulator/index.js';
import type { Browser } from './browser.js';

const SECRET_PARAMETERS = ['code', 'state', 'nonce', 'code_challenge', 'session_state', 'login_hint', 'logout_hint'];

/** Collects everything that passed by in a walk and must stay out of the log: what it is, by its value. */
export class LearntSecrets {
  readonly values = new Map<string, string>();

  learn(what: string, value: unknown): void {
    if (typeof value === 'string' && value.length >= 8) this.values.set(value, what);
  }

  /** The tokens of every answer from now on. */
  watchEmulator({ tampering, app }: Emulator): void {
    this.learn('client secret', app.clientSecret);
    tampering.tokenAnswer = (answer) => {
      for (const name of ['access_token', 'refresh_token', 'id_token']) this.learn(name, answer[name]);
      for (const part of String(answer['id_token']).split('.')) this.learn('part of the ID token', part);
      return answer;
    };
  }

  /** What this browser sends and is given from now on: cookies, codes, states and nonces. */
  watchBrowser(browser: Browser): Browser {
    const request = browser.request.bind(browser);
    browser.request = async (target, options) => {
      const response = await request(target, options);
      this.#learnUrl(String(target));
      this.#learnUrl(response.headers.get('location') ?? '');
      for (const cookie of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
        const kind = `cookie ${name.replace(/(-\d+)+$/, '')}`;
        for (const part of [value, ...value.split('.')]) this.learn(kind, part);
      }
      return response;
    };
    return browser;
  }

  #learnUrl(text: string): void {
    if (!URL.canParse(text, 'http://service.invalid')) return;
    const { search, searchParams } = new URL(text, 'http://service.invalid');
    this.learn('query string', search);
    for (const name of SECRET_PARAMETERS) this.learn(name, searchParams.get(name));
  }
}
