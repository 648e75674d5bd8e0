import { Module } from '@nestjs/common';
import { FabricModule } from '../fabric/fabric.module';
import { ChannelConfigs } from './channel-configs';
import { ChannelLedger } from './channel-ledger';
import { ChannelsController } from './channels.controller';
import { ChannelsService } from './channels.service';

@Module({
  imports: [FabricModule],
  controllers: [ChannelsController],
  providers: [ChannelConfigs, ChannelLedger, ChannelsService],
  exports: [ChannelLedger],
})
export class ChannelsModule {}
