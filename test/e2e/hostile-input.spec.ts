import fc from 'fast-check';
import { people } from '../../tools/emulator/index.js';
import { JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';
import {
  addressFaults,
  answerFaults,
  locationFaults,
  markupFaults,
  sessionFaults,
} from '../support/hostile/answer-faults.js';
import { type GenuineValues, genuineValues } from '../support/hostile/genuine-values.js';
import { NO_BODY } from '../support/hostile/hostile-bodies.js';
import { hostileRequests } from '../support/hostile/hostile-requests.js';
import { HOSTILE_SEED, holdsFor, TIME_LIMIT_MS } from '../support/hostile/hostile-runs.js';
import { escapeBytes, FOREIGN_HOST, hostileText, markedText } from '../support/hostile/hostile-text.js';
import { WireClient } from '../support/hostile/wire-client.js';
import { headerValues, type HostileRequest } from '../support/hostile/wire-format.js';
import type { TestService } from '../support/service.js';

// An error that is thrown or rejected outside of every request fails a test too: jest sees to that.
describeService(`hostile input (HOSTILE_SEED=${HOSTILE_SEED})`, {}, ({ service, browser, start }) => {
  let behindProxy: TestService;
  let wire: WireClient;
  let genuine: GenuineValues;

  beforeAll(async () => {
    behindProxy = await start({ env: { TRUST_PROXY: 'true' } });
    wire = new WireClient(service.url);
  });
  // Each time: a pending sign-in is good for ten minutes, and a long run takes longer.
  beforeEach(async () => {
    genuine = await genuineValues(service);
  });
  afterAll(() => wire.close());

  const property = (name: string, check: () => Promise<void>) => it(name, check, TIME_LIMIT_MS);

  property('is answered, and never with a failure of ours', () =>
    holdsFor(hostileRequests(genuine, { malformed: true }), async (request) => {
      expect(answerFaults(request, await wire.send(request))).toEqual([]);
    }),
  );

  property('leaves no error in the log, also when the caller is gone half-way', async () => {
    const errorsFrom = (line: number) =>
      service.logLines.slice(line).filter((text) => /"level":"(error|fatal)"/.test(text));
    const request = hostileRequests(genuine, { malformed: true });
    const visits = fc.record({
      request,
      goneAfter: fc.option(fc.nat({ max: 1000 }), { nil: undefined, freq: 1 }),
    });
    const first = service.logLines.length;
    const check = async (visit: { request: HostileRequest; goneAfter: number | undefined }) => {
      const line = service.logLines.length;
      if (visit.goneAfter === undefined) await wire.send(visit.request);
      else await wire.abandon(visit.request, visit.goneAfter);
      expect(errorsFrom(line)).toEqual([]);
    };
    await holdsFor(visits, check, { lanes: 1 });
    expect(errorsFrom(first)).toEqual([]);
  });

  property('gets no markup back that a browser would take for ours', () =>
    holdsFor(hostileRequests(genuine, { text: markedText }), async (request) => {
      expect(markupFaults(await wire.send(request))).toEqual([]);
    }),
  );

  describe.each([
    ['nobody', () => service],
    ['proxies', () => behindProxy],
  ])('to a service that trusts %s', (_whom, trusting) => {
    property('changes no address that it sends by a forged host', async () => {
      const client = new WireClient(trusting().url);
      const values = await genuineValues(trusting());
      const requests = hostileRequests(values, { forged: true, text: fc.constantFrom('', '/', 'x') });
      const check = async (request: HostileRequest) => {
        expect(addressFaults(await client.send(request), trusting())).toEqual([]);
      };
      await holdsFor(requests, check, { share: 0.5 });
      client.close();
    });
  });

  property('sends a browser to no address but ours and two of the authority', () =>
    holdsFor(hostileRequests(genuine), async (request) => {
      expect(locationFaults(await wire.send(request), service)).toEqual([]);
    }),
  );

  property('signs nobody in, and out only who asks for it here', async () => {
    let present = genuine;
    const check = async (request: HostileRequest) => {
      fc.pre(!isSignOut(request, service.url));
      const faults = sessionFaults(await wire.send(inSession(request, genuine, present)));
      const who = await wire.send({ ...ASK_WHO, headers: [['Cookie', present.session]] });
      if (who?.text.includes('"signedIn":true') !== true) {
        faults.push('signed out');
        // What is tried next, to make the failure smaller, is tried on somebody who is signed in.
        present = await genuineValues(service);
      }
      expect(faults).toEqual([]);
    };
    await holdsFor(hostileRequests(genuine), check, { lanes: 1 });
  });

  property('is nowhere to come back to after a sign-in, unless it is a path of ours', async () => {
    await browser.signedIn();
    const starts = ['', '/', '//', '/\\', '\\/', '/%2f', '/%5c', '/.', '/..', '/\t/', '/profile?', '/a#'];
    const places = fc
      .tuple(fc.constantFrom(...starts), fc.constantFrom('', FOREIGN_HOST), hostileText)
      .map((parts) => escapeBytes(parts.join('').slice(0, 600)));
    const check = async (place: string) => {
      const response = await browser.signIn(people.ordinary, { query: `?returnTo=${place}` });
      const location = response.headers.get('location') ?? '';
      expect(response.status).toBe(302);
      expect(location).toMatch(/^\/(?!\/)[^\s"<>\\]*$/);
      expect(new URL(location, service.url).origin).toBe(service.url);
    };
    await holdsFor(places, check, { share: 0.15, lanes: 1 });
  });

  it('leaves a service that works', async () => {
    for (const path of ['/healthz', '/readyz']) {
      expect((await fetch(service.url + path)).status).toBe(200);
    }
    const adele = await service.browser().signedIn();
    expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
  });
});

const ASK_WHO = { method: 'GET', target: '/session', body: NO_BODY, edits: [] };

/** The same request for another session. */
function inSession(request: HostileRequest, former: GenuineValues, present: GenuineValues): HostileRequest {
  const headers = request.headers.map(([name, value]) => {
    return [name, value.replaceAll(former.session, present.session)] as const;
  });
  return { ...request, headers, target: request.target.replaceAll(former.sid, present.sid) };
}

/** Whether this may be what the Sign out button of this service sends: nothing else signs anybody out. */
function isSignOut({ method, headers }: HostileRequest, url: string): boolean {
  const [site] = headerValues({ headers }, 'Sec-Fetch-Site');
  const [origin = url] = headerValues({ headers }, 'Origin');
  return method === 'POST' && (site === undefined ? origin === url : ['same-origin', 'none'].includes(site));
}
