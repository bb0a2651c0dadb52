import { Module } from '@nestjs/common';
import { OutgoingHttpModule } from '../common/http/outgoing-http.js';
import { AuthorityDocuments } from './authority/authority-documents.js';
import { Authority } from './authority/authority.js';
import { ClientCredentials } from './credentials/client-credentials.js';
import { EntraHttp } from './entra-http.js';
import { TokenClient } from './token-client.js';

const MAX_ANSWER_BYTES = 1024 * 1024;

@Module({
  imports: [
    // A connection of its own for each call: on a kept one that Entra just closed a redemption would fail, and a code
    // can't be sent twice.
    OutgoingHttpModule.register({ connections: 128, idleMs: 4000, maxBytes: MAX_ANSWER_BYTES }),
  ],
  providers: [AuthorityDocuments, Authority, EntraHttp, ClientCredentials, TokenClient],
  exports: [Authority, ClientCredentials, TokenClient],
})
export class EntraModule {}
