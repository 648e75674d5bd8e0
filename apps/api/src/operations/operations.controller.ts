import { Controller } from '@nestjs/common';
import { api, type InputOf, type Operation, type Page, type ResponseOf } from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { Caller } from '../http/principal';
import type { Principal } from '../http/request';
import { OperationsService } from './operations.service';

@Controller()
export class OperationsController {
  constructor(private readonly operations: OperationsService) {}

  @Endpoint(api.operations.list)
  list(@Input() { query }: InputOf<typeof api.operations.list>): Promise<Page<Operation>> {
    return this.operations.list(query);
  }

  @Endpoint(api.operations.get)
  get(@Input() { params }: InputOf<typeof api.operations.get>): Promise<Operation> {
    return this.operations.get(params.operationId);
  }

  @Endpoint(api.operations.events)
  events(
    @Input() { params, query }: InputOf<typeof api.operations.events>,
  ): Promise<ResponseOf<typeof api.operations.events>> {
    return this.operations.events(params.operationId, query);
  }

  @Endpoint(api.operations.cancel)
  cancel(@Input() { params }: InputOf<typeof api.operations.cancel>, @Caller() caller: Principal): Promise<Operation> {
    return this.operations.ask('cancel', params.operationId, caller);
  }

  @Endpoint(api.operations.retry)
  retry(@Input() { params }: InputOf<typeof api.operations.retry>, @Caller() caller: Principal): Promise<Operation> {
    return this.operations.ask('retry', params.operationId, caller);
  }

  @Endpoint(api.operations.rollback)
  rollback(
    @Input() { params }: InputOf<typeof api.operations.rollback>,
    @Caller() caller: Principal,
  ): Promise<Operation> {
    return this.operations.ask('rollback', params.operationId, caller);
  }
}
