import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.js';
import { HomeController } from './home.controller.js';

@Module({ imports: [SessionModule], controllers: [HomeController] })
export class HomeModule {}
