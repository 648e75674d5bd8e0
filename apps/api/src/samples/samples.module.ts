import { Module } from '@nestjs/common';
import { ChaincodesModule } from '../chaincodes/chaincodes.module';
import { SamplesController } from './samples.controller';
import { SamplesService } from './samples.service';

@Module({
  imports: [ChaincodesModule],
  controllers: [SamplesController],
  providers: [SamplesService],
})
export class SamplesModule {}
