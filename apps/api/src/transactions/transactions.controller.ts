import { Controller } from '@nestjs/common';
import { api, type InputOf, type InvokeResult, type QueryResult } from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { TransactionsService } from './transactions.service';

@Controller()
export class TransactionsController {
  constructor(private readonly transactions: TransactionsService) {}

  @Endpoint(api.chaincodes.invoke)
  invoke(@Input() { params, body }: InputOf<typeof api.chaincodes.invoke>): Promise<InvokeResult> {
    return this.transactions.invoke(params, body);
  }

  @Endpoint(api.chaincodes.query)
  query(@Input() { params, body }: InputOf<typeof api.chaincodes.query>): Promise<QueryResult> {
    return this.transactions.query(params, body);
  }
}
