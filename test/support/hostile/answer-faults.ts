import { STACK_TRACE } from '../answers.js';
import type { TestService } from '../service.js';
import { FORGED_HOST } from './hostile-text.js';
import { headerValues, type HostileRequest, isWellFormed, type WireAnswer } from './wire-format.js';

/** What is wrong with an answer, in words; none when it is as it should be, or when there is no answer. */
type Faults = string[];

type Answer = WireAnswer | undefined;

/** Of a server's parser, before the service sees anything: not implemented, version not supported. */
const PARSER_STATUSES = new Set([501, 505]);

/** Well-formed requests are answered, and no request is answered with a failure of ours. */
export function answerFaults(request: HostileRequest, answer: Answer): Faults {
  if (answer === undefined) return isWellFormed(request) ? ['closed without an answer'] : [];
  const { status, text } = answer;
  // Whoever has begun a sign-in can make Entra's answer up: that Entra is out of order, for one.
  const saysOutage = status === 503 && request.target.includes('error') && text.includes('entra_unavailable');
  const failed = status >= 500 && !PARSER_STATUSES.has(status) && !saysOutage;
  return [
    ...(failed ? [`status ${status}: ${text.slice(0, 300)}`] : []),
    ...(STACK_TRACE.test(text) ? ['a stack trace'] : []),
  ];
}

/** Markup that came with the request comes back escaped, or as JSON that no browser takes for a page. */
export function markupFaults(answer: Answer): Faults {
  if (answer === undefined) return [];
  const type = headerValues(answer, 'Content-Type').join();
  const json = /^application\/(problem\+)?json\b/.test(type);
  // In a text that is no page, an address may have the apostrophe that need not be escaped there.
  const markup = type.startsWith('text/plain') ? /<x9z|x9z"/ : /<x9z|x9z"|x9z(&quot;|&#34;|%22)'/;
  const inHeaders = answer.headers.filter(([, value]) => /<x9z|x9z"/.test(value)).map(([name]) => name);
  const answeredByUs = headerValues(answer, 'X-Request-Id').length === 1;
  const sniffed = headerValues(answer, 'X-Content-Type-Options').join() !== 'nosniff';
  return [
    ...inHeaders.map((name) => `markup in the header ${name}`),
    ...(!json && markup.test(answer.text) ? [`markup as ${type}`] : []),
    ...(json && !isJson(answer.text) ? ['JSON that is none'] : []),
    ...(answeredByUs && sniffed ? ['a type that a browser may guess'] : []),
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return text === ''; // HEAD
  }
}

/** Whatever host a request claims, every address in the answer is the one that the configuration makes. */
export function addressFaults(answer: Answer, service: TestService): Faults {
  if (answer === undefined) return [];
  const all = [...answer.headers.map(([name, value]) => `${name}: ${value}`), answer.text];
  const toAuthority = linksOf(answer)
    .map((link) => new URL(link, service.url))
    .filter(({ origin }) => origin === service.emulator.origin);
  const parameters = (name: string) => toAuthority.flatMap(({ searchParams }) => searchParams.getAll(name));
  return [
    ...all.filter((text) => text.toLowerCase().includes(FORGED_HOST)),
    ...locationFaults(answer, service),
    ...parameters('redirect_uri').filter((uri) => uri !== `${service.url}/getAToken`),
    ...parameters('post_logout_redirect_uri').filter((uri) => uri !== `${service.url}/`),
    // Names of cookies follow the scheme, which a proxy may claim as well.
    ...cookieNames(answer).filter((name) => name.startsWith('__')),
  ];
}

/** Where Microsoft explains a code that we don't: a number is all that goes into it. */
const LOOK_UP = /^https:\/\/login\.microsoftonline\.com\/error\?code=\d{1,9}$/;

/** A browser is sent to a path of ours, or to one of the two endpoints of the authority that we use. */
export function locationFaults(answer: Answer, { url, emulator }: TestService): Faults {
  if (answer === undefined) return [];
  const authority = `${emulator.origin}/${emulator.tenantId}/oauth2/v2.0`;
  const endpoints = [`${authority}/authorize`, `${authority}/logout`];
  return linksOf(answer).filter((link) => {
    if (LOOK_UP.test(link)) return false;
    const { origin, pathname, username } = new URL(link, url);
    return username !== '' || (origin !== url && !endpoints.includes(origin + pathname));
  });
}

/** Where an answer leads: its Location, the links and forms of its page, the addresses in its JSON. */
function linksOf(answer: WireAnswer): string[] {
  const { loginUrl, logoutUrl } = objectOf(answer.text);
  const html = headerValues(answer, 'Content-Type').join().startsWith('text/html') ? answer.text : '';
  const inPage = [...html.matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(([, link = '']) => unescaped(link));
  return [...headerValues(answer, 'Location'), ...inPage, loginUrl, logoutUrl].filter(
    (link) => typeof link === 'string',
  );
}

function unescaped(attribute: string): string {
  return attribute
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function objectOf(text: string): Record<string, unknown> {
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
}

/** Nobody is given a session, and nobody's is taken back. */
export function sessionFaults(answer: Answer): Faults {
  return cookieNames(answer)
    .filter((name) => /(^|-)session(-\d+)?$/.test(name))
    .map((name) => `sets the cookie ${name}`);
}

function cookieNames(answer: Answer): string[] {
  const cookies = answer === undefined ? [] : headerValues(answer, 'Set-Cookie');
  return cookies.map((cookie) => cookie.split('=')[0]?.toLowerCase() ?? '');
}
