import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import type { Configuration } from '../../config/configuration.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import { SessionModule } from '../session/session.module.js';
import { AuthorityDocuments } from './authority/authority-documents.js';
import { Authority } from './authority/authority.js';
import { CLIENT_CREDENTIAL, ClientSecretCredential } from './client-credential.js';
import { EntraHttp } from './entra-http.js';
import { RefreshLease } from './refresh-lease.js';
import { TokenClient } from './token-client.js';
import { TokenRecords } from './token-records.js';
import { TokenRefresh } from './token-refresh.js';
import { TokenRenewal } from './token-renewal.js';
import { TokenService } from './token.service.js';

const MAX_ANSWER_BYTES = 1024 * 1024;

@Module({
  imports: [
    SessionModule,
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
  providers: [
    AuthorityDocuments,
    Authority,
    EntraHttp,
    TokenClient,
    TokenRecords,
    RefreshLease,
    TokenRenewal,
    TokenRefresh,
    TokenService,
    {
      provide: CLIENT_CREDENTIAL,
      inject: [CONFIGURATION],
      useFactory: ({ entra }: Configuration) => new ClientSecretCredential(entra.clientSecret),
    },
  ],
  exports: [Authority, TokenClient, TokenService],
})
export class TokensModule {}
