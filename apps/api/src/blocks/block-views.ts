import type { Block as BlockView, BlockSummary, TransactionDetail, TransactionSummary } from '@heddle/contracts';
import { toJson, type Block, type Transaction } from '@heddle/fabric';

/** A decoded block with the number and size that only the message contains. */
export interface ReadBlock {
  readonly block: Block;
  /** Bytes of the encoded block. */
  readonly size: number;
}

export function toSummary({ block: { header, transactions }, size }: ReadBlock): BlockSummary {
  const newest = transactions.flatMap(({ timestamp }) => knownTime(timestamp)?.getTime() ?? []);
  return {
    number: header.number,
    hash: header.hash.toString('hex'),
    previousHash: header.previousHash.toString('hex'),
    dataHash: header.dataHash.toString('hex'),
    at: newest.length === 0 ? null : new Date(Math.max(...newest)).toISOString(),
    transactions: transactions.length,
    validTransactions: transactions.filter(({ validationCode }) => validationCode === 'VALID').length,
    size,
  };
}

export function toBlock(read: ReadBlock): BlockView {
  return { ...toSummary(read), items: read.block.transactions.map(toTransaction) };
}

export function toTransaction(transaction: Transaction): TransactionSummary {
  const { transactionId, type, timestamp, creator, validationCode, content } = transaction;
  const action = content.kind === 'endorser' ? content.actions[0] : undefined;
  return {
    transactionId,
    type,
    at: knownTime(timestamp)?.toISOString() ?? null,
    creatorMspId: creator?.mspId ?? '',
    validationCode,
    chaincode: action?.invocation.chaincodeName ?? null,
    fn: action?.invocation.function ?? null,
  };
}

/** A genesis block is derived from its channel alone: its header holds the epoch in place of a time. */
function knownTime(timestamp: Date | null): Date | null {
  return timestamp?.getTime() === 0 ? null : timestamp;
}

export function toDetail(transaction: Transaction, blockNumber: number): TransactionDetail {
  return { ...toTransaction(transaction), blockNumber, detail: { ...toJson(transaction) } };
}
