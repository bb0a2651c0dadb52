import { Module } from '@nestjs/common';
import type { Configuration } from '../../config/configuration.js';
import { CONFIGURATION } from '../common/configuration.js';
import { OutgoingHttpModule } from '../common/http/outgoing-http.js';
import { AuthorityDocuments } from './authority/authority-documents.js';
import { Authority } from './authority/authority.js';
import { CLIENT_CREDENTIAL, ClientSecretCredential } from './credentials/client-credential.js';
import { EntraHttp } from './entra-http.js';
import { TokenClient } from './token-client.js';

const MAX_ANSWER_BYTES = 1024 * 1024;

@Module({
  imports: [
    // A connection of its own for each call: on a kept one that Entra just closed a redemption would fail, and a code
    // can't be sent twice.
    OutgoingHttpModule.register({ keepAlive: false, maxBytes: MAX_ANSWER_BYTES }),
  ],
  providers: [
    AuthorityDocuments,
    Authority,
    EntraHttp,
    TokenClient,
    {
      provide: CLIENT_CREDENTIAL,
      inject: [CONFIGURATION],
      useFactory: ({ entra }: Configuration) => new ClientSecretCredential(entra.clientSecret),
    },
  ],
  exports: [Authority, TokenClient],
})
export class EntraModule {}
