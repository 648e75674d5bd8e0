import { z } from 'zod';
import { Block, BlockListQuery, BlockSummary, TransactionDetail } from '../blocks';
import { BlockName, TransactionId } from '../ledger-ids';
import { route } from '../route';
import { channelParams } from './params';

export const blockRoutes = {
  list: route('GET /chains/:chainId/channels/:channelId/blocks', {
    access: 'blocks:read',
    tag: 'Blocks',
    summary: 'Newest blocks first',
    params: channelParams,
    query: BlockListQuery,
    response: z.strictObject({ height: z.int(), items: z.array(BlockSummary) }),
  }),
  get: route('GET /chains/:chainId/channels/:channelId/blocks/:block', {
    access: 'blocks:read',
    tag: 'Blocks',
    summary: 'One block by number or by hash (64 hex digits)',
    params: channelParams.extend({
      block: BlockName,
    }),
    response: Block,
  }),
  transaction: route('GET /chains/:chainId/channels/:channelId/transactions/:transactionId', {
    access: 'blocks:read',
    tag: 'Blocks',
    summary: 'One transaction, decoded',
    params: channelParams.extend({
      transactionId: TransactionId,
    }),
    response: TransactionDetail,
  }),
};
