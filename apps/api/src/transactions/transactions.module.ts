import { Module } from '@nestjs/common';
import { FabricModule } from '../fabric/fabric.module';
import { NodesModule } from '../nodes/nodes.module';
import { CallFailures } from './failures/call-failures';
import { TransactionsController } from './transactions.controller';
import { TransactionsService } from './transactions.service';

@Module({
  imports: [FabricModule, NodesModule],
  controllers: [TransactionsController],
  providers: [CallFailures, TransactionsService],
})
export class TransactionsModule {}
