import { Module } from '@nestjs/common';
import { OutgoingHttpModule } from '../common/outgoing/outgoing-http.js';
import { AuthorityDocuments } from './authority/authority-documents.js';
import { Authority } from './authority/authority.js';
import { ClientCredentials } from './credentials/client-credentials.js';
import { EntraHttp } from './entra-http.js';
import { TokenClient } from './token-client.js';

const MAX_ANSWER_BYTES = 1024 * 1024;
/** Sign-ins and refreshes are far fewer than requests: this many at once are a storm, whose rest may wait for its turn. */
const MAX_CONNECTIONS = 128;
/**
 * A handshake costs as much as the rest of a token request, and a code can't be redeemed twice: connections are kept, but
 * only for as long as hosts as a rule keep theirs (Node's own server: five seconds).
 */
const IDLE_MS = 4000;

@Module({
  imports: [OutgoingHttpModule.register({ connections: MAX_CONNECTIONS, idleMs: IDLE_MS, maxBytes: MAX_ANSWER_BYTES })],
  providers: [AuthorityDocuments, Authority, EntraHttp, ClientCredentials, TokenClient],
  exports: [Authority, ClientCredentials, TokenClient],
})
export class EntraModule {}
