// An Express application under test and, in the same process, what the person's browser sends to it.
import assert from 'node:assert/strict';
import { once } from 'node:events';

/**
 * Serves the application on a free port of localhost while `visit` goes through it.
 *
 * @param createApp - makes the application for that base address
 * @param visit - gets the visitor, whose cookies are kept from one request to the next
 */
export async function whileServing(createApp, visit) {
  let handle = (_req, res) => res.writeHead(503).end();
  const { createServer } = await import('node:http');
  const server = createServer((req, res) => handle(req, res));
  server.listen(0, 'localhost');
  await once(server, 'listening');
  try {
    const baseUrl = `http://localhost:${server.address().port}`;
    handle = await createApp(baseUrl);
    await visit(new Visitor(baseUrl));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

class Visitor {
  #cookies = new Map();
  #baseUrl;

  constructor(baseUrl) {
    this.#baseUrl = baseUrl;
  }

  /** Follows no redirect. */
  async send(target, form) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await globalThis.fetch(new globalThis.URL(target, this.#baseUrl), {
      redirect: 'manual',
      headers: { cookie, accept: 'text/html' },
      ...(form && { method: 'POST', body: new globalThis.URLSearchParams(form) }),
    });
    for (const setCookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(setCookie);
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }

  /** From the page that begins a sign-in, through the authority, to where the application sends whoever is signed in. */
  async signIn(loginPath, browser) {
    const begun = await this.send(loginPath);
    assert.equal(begun.status, 302, await begun.text());
    const { url, form } = await browser.signIn(begun.headers.get('location'));
    const finished = await this.send(url, form);
    assert.equal(finished.status, 302, await finished.text());
    return finished.headers.get('location');
  }

  async json(path) {
    const answer = await this.send(path);
    assert.equal(answer.status, 200);
    return answer.json();
  }
}
