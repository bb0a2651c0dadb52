import { Module } from '@nestjs/common';
import { EntraModule } from '../entra/entra.module.js';
import { StoreModule } from '../store/store.module.js';
import { RefreshLease } from './refresh-lease.js';
import { SharedRefresh } from './shared-refresh.js';
import { TokenRefresh } from './token-refresh.js';
import { TokenService } from './token.service.js';

@Module({
  imports: [EntraModule, StoreModule],
  providers: [RefreshLease, TokenRefresh, SharedRefresh, TokenService],
  exports: [TokenService],
})
export class TokensModule {}
