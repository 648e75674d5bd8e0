import { Global, Module } from '@nestjs/common';
import { Metrics } from './metrics';
import { OperationGauges } from './operation-gauges';

@Global()
@Module({
  providers: [Metrics, OperationGauges],
  exports: [Metrics],
})
export class MetricsModule {}
