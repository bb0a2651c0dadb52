import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

const TIMEOUT_MS = 5000;

export interface RawRequest {
  method?: string;
  /** Sent as it is: nothing is normalised or escaped. */
  path?: string;
  headers?: OutgoingHttpHeaders;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * One request with exactly this method, path and these headers, where fetch would forbid or add some.
 * @throws Error when there is no answer within five seconds
 */
export function rawRequest(
  base: string,
  { method = 'GET', path = '/', headers = {} }: RawRequest = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    outgoing.setTimeout(TIMEOUT_MS, () => outgoing.destroy(new Error(`${method} ${path} hangs`)));
    outgoing.on('error', reject);
    outgoing.end();
  });
}
