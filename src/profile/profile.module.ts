import { Module } from '@nestjs/common';
import { GraphModule } from '../graph/graph.module.js';
import { ProfileController } from './profile.controller.js';

@Module({ imports: [GraphModule], controllers: [ProfileController] })
export class ProfileModule {}
