import { Module } from '@nestjs/common';
import { FabricModule } from '../fabric/fabric.module';
import { BlocksController } from './blocks.controller';
import { BlocksService } from './blocks.service';
import { BlockFeeds } from './feed/block-feeds';

@Module({
  imports: [FabricModule],
  controllers: [BlocksController],
  providers: [BlockFeeds, BlocksService],
  exports: [BlockFeeds],
})
export class BlocksModule {}
