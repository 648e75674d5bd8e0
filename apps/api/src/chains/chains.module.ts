import { Module } from '@nestjs/common';
import { ChainEvents } from './chain-events';
import { ChainsController } from './chains.controller';
import { ChainsService } from './chains.service';

@Module({
  controllers: [ChainsController],
  providers: [ChainEvents, ChainsService],
})
export class ChainsModule {}
