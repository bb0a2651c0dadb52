import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GraphCall {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
}

/** Answers one call. */
export type Script = (response: ServerResponse, call: GraphCall) => void;

/** A Graph whose every answer a test decides. */
export interface ScriptedGraph {
  /** For `GRAPH_API_ENDPOINT`. */
  readonly endpoint: string;
  /** What it was asked, oldest first. */
  readonly calls: GraphCall[];
  /** Answers from now on; the honest answer when unset. */
  script: Script | undefined;
  close(): Promise<void>;
}

export const HONEST_USER = { id: '00000000-0000-4000-8000-000000000001', displayName: 'Adele Ordinary' };

const honest: Script = (response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(HONEST_USER));
};

export async function startScriptedGraph(): Promise<ScriptedGraph> {
  const graph = { calls: [] as GraphCall[], script: undefined as Script | undefined };
  const server = createServer(({ method = '', url = '', headers }, response) => {
    const call = { method, path: url, headers };
    graph.calls.push(call);
    (graph.script ?? honest)(response, call);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(graph, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** An answer of this status, type and text. */
export const answer =
  (status: number, type: string, text: string, headers: Record<string, string> = {}): Script =>
  (response) => {
    response.writeHead(status, { 'Content-Type': type, ...headers }).end(text);
  };

/** An answer of JSON, as Graph words it. */
export const json = (status: number, body: unknown, headers?: Record<string, string>): Script =>
  answer(status, 'application/json', JSON.stringify(body), headers);

/** A refusal as Graph words it. */
export const refusal = (status: number, code: string, headers?: Record<string, string>): Script =>
  json(status, { error: { code, message: 'No.', innerError: {} } }, headers);
