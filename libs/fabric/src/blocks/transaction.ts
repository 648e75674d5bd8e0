import type { ConfigContent, ConfigUpdateContent } from './config-content';
import type { Endorsement, EndorserContent } from './endorser-content';
import type { Identity } from './identity';

export type { Endorsement };

/** One envelope of a block. */
export interface Transaction {
  /** Position in the block, from 0. */
  readonly index: number;
  /** Empty in configuration of old Fabric versions and in envelopes that cannot be decoded. */
  readonly transactionId: string;
  /** `common.HeaderType` by name, such as `ENDORSER_TRANSACTION`; `UNKNOWN_<number>` for one without a name. */
  readonly type: string;
  readonly channel: string;
  /** The clock of the client that made it, to the millisecond. */
  readonly timestamp: Date | null;
  readonly epoch: number;
  readonly creator: Identity | null;
  readonly nonce: Buffer;
  readonly signature: Buffer;
  /** `peer.TxValidationCode` by name; `NOT_VALIDATED` in a block that no peer has validated. */
  readonly validationCode: string;
  readonly content: TransactionContent;
}

export type TransactionContent =
  EndorserContent | ConfigContent | ConfigUpdateContent | OrdererTransactionContent | OtherContent | UndecodableContent;

/** A transaction of the orderer system channel that creates a channel; it carries that channel's first envelope. */
export interface OrdererTransactionContent {
  readonly kind: 'ordererTransaction';
  readonly transaction: Transaction;
}

/** A type that no block of a Fabric channel should have; its data unchanged. */
export interface OtherContent {
  readonly kind: 'other';
  readonly data: Buffer;
}

/** Bytes that are not what they claim: such envelopes do get into blocks, marked `BAD_PAYLOAD` and the like. */
export interface UndecodableContent {
  readonly kind: 'undecodable';
  readonly data: Buffer;
  readonly problem: string;
}
