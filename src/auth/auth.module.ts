import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { CONFIGURATION } from '../common/configuration.module.js';
import { SessionModule } from '../session/session.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { AdminConsentService } from './admin-consent.service.js';
import { AuthController } from './auth.controller.js';
import { BrowserSeeds } from './browser-seeds.js';
import { EntraSignInService } from './entra-sign-in.service.js';
import { EntraStrategy } from './entra.strategy.js';
import { FrontchannelLogoutController } from './frontchannel-logout.controller.js';
import { InteractionRequiredFilter } from './interaction-required.filter.js';
import { LogoutController } from './logout.controller.js';
import { PendingSignIns } from './pending-sign-ins.js';
import { SignInChallenges } from './sign-in-challenges.js';
import { PublicAddress } from './public-address.js';
import { SignInRounds } from './sign-in-rounds.js';
import { signInRateLimit } from './sign-in-rate-limit.guard.js';
import { SameOriginGuard } from './same-origin.guard.js';
import { SessionGuard } from './session.guard.js';

/** Signing in and out with Entra, and the guards that stand before every route of the service. */
@Module({
  imports: [
    SessionModule,
    TokensModule,
    ThrottlerModule.forRootAsync({ inject: [CONFIGURATION], useFactory: signInRateLimit }),
  ],
  controllers: [AuthController, LogoutController, FrontchannelLogoutController],
  providers: [
    EntraStrategy,
    EntraSignInService,
    BrowserSeeds,
    AdminConsentService,
    PendingSignIns,
    PublicAddress,
    SignInRounds,
    SignInChallenges,
    { provide: APP_GUARD, useClass: SameOriginGuard },
    { provide: APP_GUARD, useClass: SessionGuard },
    { provide: APP_FILTER, useClass: InteractionRequiredFilter },
  ],
})
export class AuthModule {}
