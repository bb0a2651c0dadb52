/** Nest on Express with nothing of ours: the same work as node-http.ts. What a service on this framework cannot go below. */
import 'reflect-metadata';
import { Controller, Get, Header, Headers, Module, Redirect, Req, Res, UnauthorizedException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { beginSignIn, finishSignIn, homePage, readProfile, readSession } from './simple-sessions.js';
import { environment, logRequest } from './surroundings.js';

@Controller()
class BareController {
  @Get('readyz')
  ready(): string {
    return 'ready';
  }

  @Get('login')
  @Redirect()
  login(@Res({ passthrough: true }) response: Response) {
    const { location, cookie } = beginSignIn();
    response.setHeader('Set-Cookie', cookie);
    return { url: location };
  }

  @Get('getAToken')
  @Redirect('/')
  async callback(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    response.setHeader('Set-Cookie', await finishSignIn(request.url, request.headers.cookie));
  }

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async home(@Headers('cookie') cookies?: string): Promise<string> {
    return homePage(await readSession(cookies));
  }

  @Get('profile')
  async profile(@Headers('cookie') cookies?: string) {
    const session = await readSession(cookies);
    if (session === undefined) throw new UnauthorizedException();
    return { user: session.user, profile: await readProfile(session) };
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

const app = await NestFactory.create<NestExpressApplication>(BareModule, { logger: ['error', 'warn'] });
app.use((request: Request, response: Response, next: NextFunction) => {
  logRequest(request, response);
  next();
});
await app.listen(Number(environment('PORT')), '127.0.0.1');
