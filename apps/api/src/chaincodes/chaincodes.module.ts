import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module';
import { ChaincodeLifeService } from './chaincode-life.service';
import { ChaincodesController } from './chaincodes.controller';
import { ChaincodesService } from './chaincodes.service';
import { SourcesService } from './sources.service';

@Module({
  imports: [ChannelsModule],
  controllers: [ChaincodesController],
  providers: [ChaincodeLifeService, ChaincodesService, SourcesService],
  exports: [SourcesService],
})
export class ChaincodesModule {}
