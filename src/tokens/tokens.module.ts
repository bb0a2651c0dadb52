import { Module } from '@nestjs/common';
import { EntraModule } from '../entra/entra.module.js';
import { SessionModule } from '../session/session.module.js';
import { StoreModule } from '../store/store.module.js';
import { RefreshLease } from './refresh-lease.js';
import { TokenRecords } from './token-records.js';
import { TokenRefresh } from './token-refresh.js';
import { TokenRenewal } from './token-renewal.js';
import { TokenService } from './token.service.js';

@Module({
  imports: [EntraModule, SessionModule, StoreModule],
  providers: [TokenRecords, RefreshLease, TokenRenewal, TokenRefresh, TokenService],
  exports: [TokenService],
})
export class TokensModule {}
