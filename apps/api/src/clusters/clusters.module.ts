import { Module } from '@nestjs/common';
import { Clusters } from './clusters';
import { ClustersController } from './clusters.controller';
import { ClustersService } from './clusters.service';

@Module({
  controllers: [ClustersController],
  providers: [Clusters, ClustersService],
  exports: [Clusters],
})
export class ClustersModule {}
