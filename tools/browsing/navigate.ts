import { request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';

export interface NavigateOptions {
  method?: string;
  headers?: Record<string, string>;
  /** Parameters go as a form that a page sends. */
  body?: string | URLSearchParams;
  signal?: AbortSignal;
  /** PEM of an authority to trust in place of the public ones. */
  ca?: string | undefined;
}

const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * What a person's going to a page is on the wire, without following a redirect. `fetch` can't do that: in Node, too, it
 * says `Sec-Fetch-Mode: cors`, and a script is not let into a sign-in.
 * @throws Error of node:http when there is no answer
 */
export async function navigate(
  url: URL | string,
  { method = 'GET', headers = {}, body, signal, ca }: NavigateOptions = {},
): Promise<Response> {
  const form = body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const request = new URL(url).protocol === 'https:' ? requestByHttps : requestByHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, headers: { ...form, ...headers }, ...(signal && { signal }), ...(ca !== undefined && { ca }) },
      (incoming) => {
        const { statusCode: status = 0, headersDistinct } = incoming;
        buffer(incoming).then((page) => {
          const pairs = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
            values.map((value): [string, string] => [name, value]),
          );
          const response = new Response(WITHOUT_BODY.has(status) ? null : page, { status, headers: pairs });
          resolve(Object.defineProperty(response, 'url', { value: new URL(url).href }));
        }, reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body?.toString());
  });
}
