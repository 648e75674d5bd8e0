import { Module } from '@nestjs/common';
import { Readiness } from './readiness';

@Module({
  providers: [Readiness],
})
export class HealthModule {}
