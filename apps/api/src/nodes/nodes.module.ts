import { Module } from '@nestjs/common';
import { NodeLogLevels } from './node-log-levels';
import { NodeLogs } from './node-logs';
import { NodesController } from './nodes.controller';
import { NodesService } from './nodes.service';

@Module({
  controllers: [NodesController],
  providers: [NodeLogLevels, NodeLogs, NodesService],
  exports: [NodeLogs],
})
export class NodesModule {}
