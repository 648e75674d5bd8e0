import { Injectable } from '@nestjs/common';
import type { api, ResponseOf } from '@heddle/contracts';
import { configFromBlock, configToJson } from '@heddle/fabric';
import { ChannelGateways } from '../fabric/channel-gateways';
import type { ChannelKey } from './find-channel';

@Injectable()
export class ChannelConfigs {
  constructor(private readonly gateways: ChannelGateways) {}

  /** The current channel configuration, read from a peer. */
  async get(key: ChannelKey): Promise<ResponseOf<typeof api.channels.config>> {
    const channel = await this.gateways.channel(key);
    const organization = this.gateways.organization(channel, undefined);
    const block = await this.gateways.call({ channel, organization, peersOf: 'channel' }, ({ peer }) =>
      peer.configBlock(channel.name),
    );
    const { config } = configFromBlock(block);
    return { sequence: config.getSequence(), config: { ...configToJson(config) } };
  }
}
