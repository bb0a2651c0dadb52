import { Module } from '@nestjs/common';
import { OutgoingHttpModule } from '../common/outgoing/outgoing-http.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { GraphClient } from './graph.client.js';
import { GraphService } from './graph.service.js';

/** Graph's photos are 4 MB at most. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
/**
 * Graph takes about a tenth of a second: at a thousand calls a second a hundred connections are in use, and more than one
 * processor gives does not need more. When Graph hangs, each is free again after the time of a try, and who waits for one
 * gives up after as long; without a bound every request of an outage would cost a handshake and a socket.
 */
const MAX_CONNECTIONS = 256;
/** Graph's calls may all be sent again: a connection that Graph closed meanwhile costs a moment and no handshake is wasted. */
const IDLE_MS = 30_000;

@Module({
  imports: [
    TokensModule,
    OutgoingHttpModule.register({ connections: MAX_CONNECTIONS, idleMs: IDLE_MS, maxBytes: MAX_ANSWER_BYTES }),
  ],
  providers: [GraphClient, GraphService],
  exports: [GraphService],
})
export class GraphModule {}
