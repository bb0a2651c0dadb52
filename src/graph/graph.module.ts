import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { GraphClient } from './graph.client.js';
import { GraphHttp, TRANSIENT_STATUSES } from './graph-http.js';
import { GraphService } from './graph.service.js';

/** Graph's photos are 4 MB at most. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

@Module({
  imports: [
    TokensModule,
    HttpModule.register({
      httpAgent: new HttpAgent({ keepAlive: true }),
      httpsAgent: new HttpsAgent({ keepAlive: true }),
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      // Rejected answers are the ones that are tried again.
      validateStatus: (status) => !TRANSIENT_STATUSES.has(status),
    }),
  ],
  providers: [GraphClient, GraphHttp, GraphService],
  exports: [GraphClient, GraphService],
})
export class GraphModule {}
