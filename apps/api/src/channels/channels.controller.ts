import { Controller } from '@nestjs/common';
import { api, type Channel, type ConfiguredMember, type InputOf, type Page, type ResponseOf } from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { Caller } from '../http/principal';
import type { Principal } from '../http/request';
import type { Accepted } from '../requests/acceptance';
import { ChannelConfigs } from './channel-configs';
import { ChannelLedger } from './channel-ledger';
import { ChannelsService } from './channels.service';

@Controller()
export class ChannelsController {
  constructor(
    private readonly channels: ChannelsService,
    private readonly configs: ChannelConfigs,
    private readonly ledger: ChannelLedger,
  ) {}

  @Endpoint(api.channels.create)
  create(@Input() input: InputOf<typeof api.channels.create>, @Caller() caller: Principal): Promise<Accepted<Channel>> {
    return this.channels.create(input, caller);
  }

  @Endpoint(api.channels.list)
  list(@Input() { params }: InputOf<typeof api.channels.list>): Promise<Page<Channel>> {
    return this.channels.list(params.chainId);
  }

  @Endpoint(api.channels.get)
  get(@Input() { params }: InputOf<typeof api.channels.get>): Promise<Channel> {
    return this.channels.get(params);
  }

  @Endpoint(api.channels.members)
  async members(@Input() { params }: InputOf<typeof api.channels.members>): Promise<Page<ConfiguredMember>> {
    return { items: await this.ledger.members(params), nextCursor: null };
  }

  @Endpoint(api.channels.config)
  config(@Input() { params }: InputOf<typeof api.channels.config>): Promise<ResponseOf<typeof api.channels.config>> {
    return this.configs.get(params);
  }
}
