import type { RequestListener } from 'node:http';
import { isIPv6 } from 'node:net';
import type { TlsFiles } from '../certificates/tls-files.js';
import { listen, type Listener } from './listen.js';
import type { EmulatorOptions } from './options.js';
import type { Role } from './server.js';
import { openTlsFiles } from './tls.js';

/** Where an emulator listens, and as what it is known. */
export interface Listeners {
  readonly origin: string;
  readonly graphOrigin: string;
  readonly port: number;
  readonly tls: TlsFiles | undefined;
  /** Nothing is answered before this is called. */
  serve(handlerFor: (role: Role) => RequestListener): void;
  close(): Promise<void>;
}

type Options = Pick<EmulatorOptions, 'port' | 'host' | 'tls' | 'publicOrigin' | 'graphPort' | 'publicGraphOrigin'>;

/** Listening on these means listening on all addresses: nobody can ask for one by such a name. */
const ALL_ADDRESSES = new Set(['0.0.0.0', '::']);

/** @throws Error when a port is taken */
export async function openListeners(options: Options): Promise<Listeners> {
  const { host, port = 0, graphPort, publicOrigin, publicGraphOrigin } = options;
  const hostname = host === undefined || ALL_ADDRESSES.has(host) ? 'localhost' : isIPv6(host) ? `[${host}]` : host;
  const named = [publicOrigin, publicGraphOrigin].flatMap((origin) => (origin === undefined ? [] : [hostOf(origin)]));
  const tls = await openTlsFiles(options.tls ?? false, [hostname.replace(/^\[|\]$/g, ''), ...named]);
  const opened: Listener[] = [];
  const open = async (wanted: number): Promise<Listener> => {
    const listener = await listen({ port: wanted, host, tls: tls?.files });
    opened.push(listener);
    return listener;
  };
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((listener) => listener.close()));
    await tls?.remove();
  };
  try {
    const authority = await open(port);
    const graph = graphPort === undefined ? undefined : await open(graphPort);
    const originAt = (at: number) => `${tls ? 'https' : 'http'}://${hostname}:${at}`;
    const origin = new URL(publicOrigin ?? originAt(authority.port)).origin;
    return {
      origin,
      graphOrigin: graph ? new URL(publicGraphOrigin ?? originAt(graph.port)).origin : origin,
      port: authority.port,
      tls: tls?.files,
      serve: (handlerFor) => {
        authority.serve(handlerFor(graph ? 'authority' : 'everything'));
        graph?.serve(handlerFor('graph'));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function hostOf(origin: string): string {
  return new URL(origin).hostname.replace(/^\[|\]$/g, '');
}
