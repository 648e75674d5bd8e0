import { Controller } from '@nestjs/common';
import { api, type Block, type InputOf, type ResponseOf, type TransactionDetail } from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { BlocksService } from './blocks.service';

@Controller()
export class BlocksController {
  constructor(private readonly blocks: BlocksService) {}

  @Endpoint(api.blocks.list)
  list(@Input() { params, query }: InputOf<typeof api.blocks.list>): Promise<ResponseOf<typeof api.blocks.list>> {
    return this.blocks.list(params, query);
  }

  @Endpoint(api.blocks.get)
  get(@Input() { params }: InputOf<typeof api.blocks.get>): Promise<Block> {
    return this.blocks.get(params, params.block);
  }

  @Endpoint(api.blocks.transaction)
  transaction(@Input() { params }: InputOf<typeof api.blocks.transaction>): Promise<TransactionDetail> {
    return this.blocks.transaction(params, params.transactionId);
  }
}
