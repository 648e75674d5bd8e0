import { z } from 'zod';
import { Instant } from './pagination';

export const TransactionSummary = z.strictObject({
  /** Empty for configuration transactions of old Fabric versions, which are kept nevertheless. */
  transactionId: z.string(),
  type: z.string(),
  at: Instant.nullable(),
  creatorMspId: z.string(),
  validationCode: z.string(),
  chaincode: z.string().nullable(),
  fn: z.string().nullable(),
});
export type TransactionSummary = z.infer<typeof TransactionSummary>;

export const BlockSummary = z.strictObject({
  number: z.int(),
  /** SHA-256 of the block header, hex. */
  hash: z.string(),
  previousHash: z.string(),
  dataHash: z.string(),
  at: Instant.nullable(),
  transactions: z.int(),
  validTransactions: z.int(),
  /** Size of the encoded block in bytes. */
  size: z.int(),
});
export type BlockSummary = z.infer<typeof BlockSummary>;

export const Block = BlockSummary.extend({ items: z.array(TransactionSummary) });
export type Block = z.infer<typeof Block>;

/**
 * `detail` is the decoded transaction (arguments, endorsements, read-write sets, event) as documented in libs/fabric.
 */
export const TransactionDetail = TransactionSummary.extend({
  blockNumber: z.int(),
  detail: z.record(z.string(), z.unknown()),
});
export type TransactionDetail = z.infer<typeof TransactionDetail>;

export const BlockListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(50).default(10),
  /** Only blocks below this number; by default from the newest. */
  before: z.coerce.number().int().min(0).optional(),
});
