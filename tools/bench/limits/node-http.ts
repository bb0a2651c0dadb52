/** The least that the work takes in Node: no framework, one GET from Redis, one pooled call to Graph. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { beginSignIn, finishSignIn, homePage, readProfile, readSession } from './simple-sessions.js';
import { environment, logRequest } from './surroundings.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

const HANDLERS: Readonly<Record<string, Handler>> = {
  '/readyz': (_request, response) => void response.end('ready'),
  '/login': (_request, response) => {
    const { location, cookie } = beginSignIn();
    response.writeHead(302, { location, 'set-cookie': cookie }).end();
  },
  '/getAToken': async ({ url = '', headers }, response) => {
    const cookie = await finishSignIn(url, headers.cookie);
    response.writeHead(302, { location: '/', 'set-cookie': cookie }).end();
  },
  '/': async ({ headers }, response) => {
    const page = homePage(await readSession(headers.cookie));
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  },
  '/profile': async ({ headers }, response) => {
    const session = await readSession(headers.cookie);
    if (session === undefined) {
      response.writeHead(401).end();
      return;
    }
    const body = JSON.stringify({ user: session.user, profile: await readProfile(session) });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  },
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  logRequest(request, response);
  const handler = HANDLERS[(request.url ?? '').split('?', 1)[0] ?? ''];
  try {
    if (handler === undefined) response.writeHead(404).end();
    else await handler(request, response);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
}

createServer((request, response) => void answer(request, response)).listen(Number(environment('PORT')), '127.0.0.1');
