import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { BlocksModule } from '../blocks/blocks.module';
import { ChaincodeEventsModule } from '../chaincode-events/chaincode-events.module';
import { LedgerFeeds } from './ledger-feeds';
import { LiveServer } from './live-server';
import { SocketAccess } from './socket-access';

/** The live feed over Socket.IO. */
@Module({
  imports: [AuthModule, BlocksModule, ChaincodeEventsModule],
  providers: [LedgerFeeds, LiveServer, SocketAccess],
})
export class LiveModule {}
