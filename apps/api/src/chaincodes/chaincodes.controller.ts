import { Controller, Req } from '@nestjs/common';
import type { Request } from 'express';
import {
  api,
  type Chaincode,
  type ChaincodeDefinition,
  type ChaincodeSource,
  type InputOf,
  type LedgerDefinition,
  type Page,
  type UpgradePreview,
} from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { Caller } from '../http/principal';
import type { Principal } from '../http/request';
import type { Accepted } from '../requests/acceptance';
import { ChaincodeLifeService } from './chaincode-life.service';
import { ChaincodesService } from './chaincodes.service';
import { SourcesService } from './sources.service';

@Controller()
export class ChaincodesController {
  constructor(
    private readonly chaincodes: ChaincodesService,
    private readonly sources: SourcesService,
    private readonly life: ChaincodeLifeService,
  ) {}

  @Endpoint(api.chaincodes.upload)
  upload(@Req() request: Request): Promise<ChaincodeSource> {
    return this.sources.upload(request);
  }

  @Endpoint(api.chaincodes.deploy)
  deploy(
    @Input() input: InputOf<typeof api.chaincodes.deploy>,
    @Caller() caller: Principal,
  ): Promise<Accepted<Chaincode>> {
    return this.chaincodes.deploy(input, caller);
  }

  @Endpoint(api.chaincodes.upgrade)
  upgrade(
    @Input() input: InputOf<typeof api.chaincodes.upgrade>,
    @Caller() caller: Principal,
  ): Promise<Accepted<Chaincode>> {
    return this.chaincodes.upgrade(input, caller);
  }

  @Endpoint(api.chaincodes.previewUpgrade)
  previewUpgrade(@Input() input: InputOf<typeof api.chaincodes.previewUpgrade>): Promise<UpgradePreview> {
    return this.chaincodes.previewUpgrade(input);
  }

  @Endpoint(api.chaincodes.list)
  list(@Input() { params }: InputOf<typeof api.chaincodes.list>): Promise<Page<Chaincode>> {
    return this.chaincodes.list(params);
  }

  @Endpoint(api.chaincodes.committed)
  committed(@Input() { params }: InputOf<typeof api.chaincodes.committed>): Promise<Page<LedgerDefinition>> {
    return this.chaincodes.committed(params);
  }

  @Endpoint(api.chaincodes.get)
  get(@Input() { params }: InputOf<typeof api.chaincodes.get>): Promise<Chaincode> {
    return this.chaincodes.get(params);
  }

  @Endpoint(api.chaincodes.definitions)
  definitions(@Input() { params }: InputOf<typeof api.chaincodes.definitions>): Promise<Page<ChaincodeDefinition>> {
    return this.chaincodes.definitions(params);
  }

  @Endpoint(api.chaincodes.stop)
  stop(
    @Input() { params }: InputOf<typeof api.chaincodes.stop>,
    @Caller() caller: Principal,
  ): Promise<Accepted<Chaincode>> {
    return this.life.stop(params, caller);
  }

  @Endpoint(api.chaincodes.start)
  start(
    @Input() { params }: InputOf<typeof api.chaincodes.start>,
    @Caller() caller: Principal,
  ): Promise<Accepted<Chaincode>> {
    return this.life.start(params, caller);
  }

  @Endpoint(api.chaincodes.remove)
  remove(
    @Input() input: InputOf<typeof api.chaincodes.remove>,
    @Caller() caller: Principal,
  ): Promise<Accepted<Chaincode>> {
    return this.life.remove(input, caller);
  }
}
