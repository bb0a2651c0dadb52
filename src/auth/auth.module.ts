import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { CONFIGURATION } from '../common/configuration.js';
import { EntraModule } from '../entra/entra.module.js';
import { SessionModule } from '../session/session.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { SignInOutcomes } from './sign-in/sign-in-outcomes.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { BrowserSeeds } from './sign-in/browser-seeds.js';
import { EntraSignInService } from './sign-in/entra-sign-in.service.js';
import { EntraStrategy } from './sign-in/entra.strategy.js';
import { FrontchannelLogoutController } from './sign-out/frontchannel-logout.controller.js';
import { InteractionRequiredFilter } from './sign-in/interaction-required.filter.js';
import { LogoutController } from './sign-out/logout.controller.js';
import { PendingSignIns } from './sign-in/pending-sign-ins.js';
import { SignInChallenges } from './sign-in/sign-in-challenges.js';
import { PublicAddress } from './sign-in/public-address.js';
import { SignInRounds } from './sign-in/sign-in-rounds.js';
import { signInRateLimit } from './guards/sign-in-rate-limit.guard.js';
import { RolesGuard } from './guards/roles.guard.js';
import { SameOriginGuard } from './guards/same-origin.guard.js';
import { SessionGuard } from './guards/session.guard.js';

/** Signing in and out with Entra, and the guards that stand before every route of the service. */
@Module({
  imports: [
    EntraModule,
    SessionModule,
    TokensModule,
    ThrottlerModule.forRootAsync({ inject: [CONFIGURATION], useFactory: signInRateLimit }),
  ],
  controllers: [SignInController, LogoutController, FrontchannelLogoutController],
  providers: [
    EntraStrategy,
    EntraSignInService,
    BrowserSeeds,
    SignInOutcomes,
    PendingSignIns,
    PublicAddress,
    SignInRounds,
    SignInChallenges,
    { provide: APP_GUARD, useClass: SameOriginGuard },
    { provide: APP_GUARD, useClass: SessionGuard },
    { provide: APP_GUARD, useClass: RolesGuard },
    { provide: APP_FILTER, useClass: InteractionRequiredFilter },
  ],
})
export class AuthModule {}
