import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module';
import { ChangesController } from './changes.controller';
import { ChangesService } from './changes.service';
import { PoliciesInForce } from './policies-in-force';

@Module({
  imports: [ChannelsModule],
  controllers: [ChangesController],
  providers: [ChangesService, PoliciesInForce],
})
export class ChangesModule {}
