import { people } from '../../tools/emulator/index.js';
import { useService } from '../support/describe-service.js';
import { LearntSecrets } from '../support/learnt-secrets.js';
import {
  BrokenModule,
  IN_DESCRIPTION,
  IN_ERROR_FIELD,
  IN_QUERY,
  PERSON,
  PERSONAL,
  walkThroughEverything,
} from '../support/walk-through-everything.js';

/** Of the line that each request has. */
const FIELDS = ['level', 'method', 'msg', 'requestId', 'responseTimeMs', 'route', 'status', 'time'];

describe('after a walk through everything, the log at level trace', () => {
  const { service, emulator, browser } = useService({
    deadlines: { tokenMs: 500, graphTryMs: 500, graphMs: 500 },
    emulator: { people: [PERSON, people.admin], accessTokenLifetimeSeconds: 600 },
    modules: [BrokenModule],
  });

  let text: string;
  let lines: Record<string, unknown>[];
  let requests: number;
  const secrets = new LearntSecrets();
  /** What went to stdout and stderr meanwhile, past the logger. */
  const printed: string[] = [];

  beforeAll(async () => {
    for (const secret of service.configuration.session.secrets) secrets.learn('session secret', secret.reveal());
    secrets.watchEmulator(emulator);
    const restore = recordPrinting(printed);
    try {
      requests = await walkThroughEverything(service, secrets);
    } finally {
      restore();
    }
    text = service.logged();
    lines = service.logRecords();
  });

  it('is not empty, and each line is JSON with a time, a level and a message', () => {
    expect(lines.length).toBeGreaterThan(100);
    for (const line of lines) {
      expect(line).toMatchObject({
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
        level: expect.stringMatching(/^(trace|debug|info|warn|error|fatal)$/) as unknown,
        msg: expect.stringMatching(/\S/) as unknown,
      });
    }
  });

  it('has one line for each request, with its id, method, status and time', () => {
    const answered = lines.filter(({ msg }) => msg === 'request answered');
    expect(answered).toHaveLength(requests);
    const ids = answered.map(({ requestId }) => requestId);
    expect(new Set(ids).size).toBe(requests);
    for (const line of answered) {
      expect(line).toMatchObject({
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        method: expect.stringMatching(/^(GET|POST)$/) as unknown,
        status: expect.any(Number) as unknown,
        responseTimeMs: expect.any(Number) as unknown,
      });
      // These lines are not searched for secrets: whoever adds a field has to think of that.
      expect(Object.keys(line).sort()).toEqual(FIELDS);
    }
    const routes = new Set(answered.map(({ route }) => route));
    for (const route of ['/profile', '/profile/photo', '/getAToken', '/login', '/logout', '/session']) {
      expect(routes).toContain(route);
    }
  });

  it('says of failures which they were, on lines with the id of the request', () => {
    const failures = lines.filter(({ msg }) => msg === 'request failed' || msg === 'request refused');
    const codes = failures.map(({ err }) => (err as Record<string, unknown>)['errorCode']);
    for (const code of [
      'not_signed_in',
      'not_found',
      'sign_in_declined',
      'sign_in_cancelled',
      'sign_in_refused',
      'id_token_rejected',
      'code_refused',
      'entra_unavailable',
      'entra_timeout',
      'client_credential_refused',
      'graph_throttled',
      'graph_unavailable',
      'graph_timeout',
      'sign_in_again',
      'store_unavailable',
      'cross_site_request',
      'bearer_not_supported',
    ]) {
      expect(codes).toContain(code);
    }
    for (const { requestId } of failures) expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(text).toContain('AADSTS7000222');
    expect(text).toContain('AADSTS50173');
  });

  it('holds no token, code, verifier, secret, cookie, state or nonce', () => {
    const kinds = new Set(secrets.values.values());
    for (const kind of ['access_token', 'refresh_token', 'id_token', 'code', 'state', 'nonce', 'cookie session']) {
      expect(kinds).toContain(kind);
    }
    const found = [...secrets.values].filter(([value]) => text.includes(value)).map(([, what]) => what);
    expect(found).toEqual([]);
  });

  it('holds nothing that looks like a credential, the PKCE verifier included, which only Entra sees', () => {
    expect(text.match(/[\w-]{40,}|Bearer \S+/g) ?? []).toEqual([]);
  });

  it('holds no name, address or number of a person', () => {
    expect(PERSONAL.filter((value) => text.includes(value))).toEqual([]);
  });

  it('holds no query string, no sentence of Entra and no field of a foreign error', () => {
    expect([IN_QUERY, IN_DESCRIPTION, IN_ERROR_FIELD].filter((marker) => text.includes(marker))).toEqual([]);
    expect(text).not.toMatch(/[?&](code|state|returnTo|error|error_description|nonce)=/);
  });

  it('tells an unexpected error with its stack, which no answer shows', () => {
    const unexpected = lines.filter(({ msg }) => msg === 'unexpected error');
    expect(unexpected).toHaveLength(1);
    expect(unexpected[0]).toMatchObject({
      level: 'error',
      err: { stack: expect.stringContaining('fail') as unknown },
    });
  });

  it('has a line with its id also for a request that the browser gave up', async () => {
    const { faults } = emulator;
    await browser.signIn(PERSON);
    const before = service.logged().length;
    faults.set('graph-hang', true);
    const headers = { cookie: await browser.cookieHeader() };
    await expect(fetch(`${service.url}/profile`, { headers, signal: AbortSignal.timeout(100) })).rejects.toThrow();
    // Until the service has given up as well.
    await new Promise((resolve) => setTimeout(resolve, 900));
    faults.clear();
    const since = service.logged().slice(before).trim().split('\n');
    const ended = since.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ route }) => route);
    expect(ended).toEqual([
      expect.objectContaining({
        route: '/profile',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      }),
    ]);
    // Nothing was answered, and the log must not count it as a success.
    expect(ended[0]).not.toMatchObject({ msg: 'request answered', status: 200 });
  });

  it('is all there is: nothing was printed past it', () => {
    expect(printed).toEqual([]);
  });
});

/** Keeps what is written to stdout and stderr instead of writing it; the answer undoes that. */
function recordPrinting(printed: string[]): () => void {
  const streams = [process.stdout, process.stderr];
  const honest = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array) => {
      printed.push(String(chunk));
      return true;
    };
  }
  return () => streams.forEach((stream, index) => Object.assign(stream, { write: honest[index] }));
}
