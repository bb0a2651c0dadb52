import { Module } from '@nestjs/common';
import { OutgoingHttpModule } from '../common/http/outgoing-http.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { GraphClient } from './graph.client.js';
import { GraphService } from './graph.service.js';

/** Graph's photos are 4 MB at most. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

@Module({
  imports: [
    TokensModule,
    OutgoingHttpModule.register({ connections: 256, idleMs: 30_000, maxBytes: MAX_ANSWER_BYTES }),
  ],
  providers: [GraphClient, GraphService],
  exports: [GraphService],
})
export class GraphModule {}
