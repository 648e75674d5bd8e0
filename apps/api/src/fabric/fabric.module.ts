import { Module } from '@nestjs/common';
import { ClustersModule } from '../clusters/clusters.module';
import { ChannelGateways } from './channel-gateways';
import { PeerReach } from './peer-reach';

/** Connections to the peers of channels. */
@Module({
  imports: [ClustersModule],
  providers: [ChannelGateways, PeerReach],
  exports: [ChannelGateways],
})
export class FabricModule {}
