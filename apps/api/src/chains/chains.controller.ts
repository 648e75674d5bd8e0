import { Controller } from '@nestjs/common';
import {
  api,
  type Chain,
  type ClusterEvent,
  type InputOf,
  type Organization,
  type Page,
  type ResponseOf,
} from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { Caller } from '../http/principal';
import type { Principal } from '../http/request';
import type { Accepted } from '../requests/acceptance';
import { ChainEvents } from './chain-events';
import { ChainsService } from './chains.service';

@Controller()
export class ChainsController {
  constructor(
    private readonly chains: ChainsService,
    private readonly chainEvents: ChainEvents,
  ) {}

  @Endpoint(api.chains.create)
  create(@Input() { body }: InputOf<typeof api.chains.create>, @Caller() caller: Principal): Promise<Accepted<Chain>> {
    return this.chains.create(body, caller);
  }

  @Endpoint(api.chains.validate)
  validate(@Input() { body }: InputOf<typeof api.chains.validate>): Promise<ResponseOf<typeof api.chains.validate>> {
    return this.chains.validate(body);
  }

  @Endpoint(api.chains.list)
  list(@Input() { query }: InputOf<typeof api.chains.list>): Promise<Page<Chain>> {
    return this.chains.list(query);
  }

  @Endpoint(api.chains.get)
  get(@Input() { params }: InputOf<typeof api.chains.get>): Promise<Chain> {
    return this.chains.get(params.chainId);
  }

  @Endpoint(api.chains.start)
  start(
    @Input() { params: { chainId } }: InputOf<typeof api.chains.start>,
    @Caller() caller: Principal,
  ): Promise<Accepted<Chain>> {
    return this.chains.change('chain.start', { chainId, caller });
  }

  @Endpoint(api.chains.stop)
  stop(
    @Input() { params: { chainId } }: InputOf<typeof api.chains.stop>,
    @Caller() caller: Principal,
  ): Promise<Accepted<Chain>> {
    return this.chains.change('chain.stop', { chainId, caller });
  }

  @Endpoint(api.chains.release)
  release(@Input() input: InputOf<typeof api.chains.release>, @Caller() caller: Principal): Promise<Accepted<Chain>> {
    return this.chains.release(input, caller);
  }

  @Endpoint(api.chains.delete)
  async delete(@Input() { params }: InputOf<typeof api.chains.delete>): Promise<undefined> {
    await this.chains.delete(params.chainId);
    return undefined;
  }

  @Endpoint(api.chains.organizations)
  organizations(@Input() { params }: InputOf<typeof api.chains.organizations>): Promise<Page<Organization>> {
    return this.chains.organizations(params.chainId);
  }

  @Endpoint(api.chains.events)
  events(@Input() { params }: InputOf<typeof api.chains.events>): Promise<Page<ClusterEvent>> {
    return this.chainEvents.list(params.chainId);
  }
}
