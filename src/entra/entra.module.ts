import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { AuthorityDocuments } from './authority/authority-documents.js';
import { Authority } from './authority/authority.js';
import { ClientCredentials } from './credentials/client-credentials.js';
import { EntraHttp } from './entra-http.js';
import { TokenClient } from './token-client.js';

const MAX_ANSWER_BYTES = 1024 * 1024;

@Module({
  imports: [
    HttpModule.register({
      // A connection of its own for each call: on a kept one that Entra just closed a redemption would fail, and a
      // code can't be sent twice.
      httpAgent: new HttpAgent({ keepAlive: false }),
      httpsAgent: new HttpsAgent({ keepAlive: false }),
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      validateStatus: () => true,
    }),
  ],
  providers: [AuthorityDocuments, Authority, EntraHttp, ClientCredentials, TokenClient],
  exports: [Authority, ClientCredentials, TokenClient],
})
export class EntraModule {}
