import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { FabricModule } from '../fabric/fabric.module';
import { ChaincodeEventsController } from './chaincode-events.controller';
import { ChaincodeEventsService } from './chaincode-events.service';
import { EventStreams } from './event-streams';
import { ChaincodeFeeds } from './feed/chaincode-feeds';

@Module({
  imports: [AuthModule, FabricModule],
  controllers: [ChaincodeEventsController],
  providers: [ChaincodeEventsService, ChaincodeFeeds, EventStreams],
  exports: [ChaincodeFeeds],
})
export class ChaincodeEventsModule {}
