import { Module } from '@nestjs/common';
import { ArtifactsController } from './artifacts.controller';
import { ArtifactsService } from './artifacts.service';
import { ConnectionProfiles } from './connection-profiles';

@Module({
  controllers: [ArtifactsController],
  providers: [ArtifactsService, ConnectionProfiles],
})
export class ArtifactsModule {}
