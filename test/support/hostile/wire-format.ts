import { METHODS } from 'node:http';
import type { Body } from './hostile-bodies.js';
import type { Header } from './hostile-headers.js';

/** One change of the bytes of a request. */
export interface Edit {
  /** Where, in thousandths of the length. */
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

/** A request exactly as it goes over the wire, one letter a byte. */
export interface HostileRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly Header[];
  readonly body: Body;
  readonly edits: readonly Edit[];
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly text: string;
  /** How many bytes came that are no part of it. */
  readonly surplus: number;
}

/** Below what Node's parser takes of a request line and headers (16 kB). */
const MAX_HEAD = 15_000;

/** The bytes of a request. `Host` and `Content-Length` are added where it has none. */
export function toBytes(request: HostileRequest, host: string): Buffer {
  const names = request.headers.map(([name]) => name.toLowerCase());
  const body = request.body.text.repeat(request.body.times);
  const saysLength = names.some((name) => name === 'content-length' || name === 'transfer-encoding');
  const headers: Header[] = [
    ...(names.includes('host') ? [] : [['Host', host] as const]),
    ...request.headers,
    ...(body === '' || saysLength ? [] : [['Content-Length', String(body.length)] as const]),
  ];
  const head = [`${request.method} ${request.target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const whole = `${head.join('\r\n')}\r\n\r\n${body}`;
  return Buffer.from(request.edits.reduce(edited, whole), 'latin1');
}

function edited(bytes: string, { at, removed, inserted }: Edit): string {
  const index = Math.floor((bytes.length * at) / 1000);
  return bytes.slice(0, index) + inserted + bytes.slice(index + removed);
}

/** True for a request that a HTTP server has to answer; any other may also find its connection closed. */
export function isWellFormed({ method, target, headers, edits }: HostileRequest): boolean {
  const names = headers.map(([name]) => name.toLowerCase());
  const length = headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, target.length);
  return (
    edits.length === 0 &&
    METHODS.includes(method) &&
    method !== 'CONNECT' &&
    /^(https?:\/\/[\w.-]+)?\/[!-~]*$/.test(target) &&
    length < MAX_HEAD &&
    headers.every(([name, value]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t -~\x80-\xff]*$/.test(value)) &&
    names.filter((name) => name === 'host').length <= 1 &&
    !names.includes('content-length') &&
    !names.includes('transfer-encoding')
  );
}

/** All values of a header, in order. */
export function headerValues({ headers }: Pick<WireAnswer, 'headers'>, name: string): string[] {
  return headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

/**
 * The answer that these bytes begin with, or undefined while some of it is missing.
 * @param ended nothing more will come
 * @throws Error when it is no HTTP, as after a header that somebody could break in two
 */
export function parseAnswer(bytes: Buffer, method: string, ended: boolean): WireAnswer | undefined {
  const whole = bytes.toString('latin1');
  const end = whole.indexOf('\r\n\r\n');
  if (end < 0) {
    if (ended && whole !== '') throw new Error(`an answer that breaks off: ${JSON.stringify(whole.slice(0, 200))}`);
    return undefined;
  }
  const [first = '', ...lines] = whole.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) [ -~]*$/.exec(first)?.[1]);
  const headers = lines.map(parseHeader);
  const rest = bytes.subarray(end + 4);
  if (!(status >= 100)) throw new Error(`no status line: ${JSON.stringify(first)}`);
  if (status < 200) return parseAnswer(rest, method, ended);
  const length = method === 'HEAD' || status === 204 || status === 304 ? 0 : bodyLength(rest, headers, ended);
  if (length === undefined) return undefined;
  const text = rest.subarray(0, length).toString('utf8');
  return { status, headers, text, surplus: Math.max(0, rest.length - length) };
}

function parseHeader(line: string): Header {
  const [, name, value] = /^([\w-]+): ?([\t -~\x80-\xff]*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`no header: ${JSON.stringify(line)}`);
  return [name, value];
}

/** Without a length the body goes on until the connection is closed; so does one that breaks off. */
function bodyLength(rest: Buffer, headers: readonly Header[], ended: boolean): number | undefined {
  const [length = Number.NaN] = headerValues({ headers }, 'Content-Length').map(Number);
  if (rest.length >= length) return length;
  const chunked = headerValues({ headers }, 'Transfer-Encoding').includes('chunked');
  return ended || (chunked && rest.toString('latin1').endsWith('0\r\n\r\n')) ? rest.length : undefined;
}
