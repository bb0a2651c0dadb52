import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The TCP connection below each TLS connection. */
const below = new WeakMap<Socket, Socket>();

/** The connections of a server, those whose TLS handshake never ends included. */
export class Connections {
  private readonly open = new Map<string, Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      const peer = peerOf(socket);
      this.open.set(peer, socket);
      socket.once('close', () => this.open.delete(peer));
    });
    server.on('secureConnection', (secure: Socket) => {
      const socket = this.open.get(peerOf(secure));
      if (socket) below.set(secure, socket);
    });
  }

  destroyAll(): void {
    for (const socket of this.open.values()) socket.destroy();
  }
}

/** Ends a connection by a TCP reset, below TLS as well: Node can do that to TCP sockets alone. */
export function resetConnection(socket: Socket): void {
  (below.get(socket) ?? socket).resetAndDestroy();
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
