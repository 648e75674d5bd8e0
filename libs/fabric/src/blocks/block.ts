import type { Identity } from './identity';
import type { Transaction } from './transaction';

/** A block as plain data. Binary values are Buffers that may share memory with the bytes it was decoded from. */
export interface Block {
  readonly header: BlockHeader;
  /** In the order of the block; complete, decodable or not. */
  readonly transactions: readonly Transaction[];
  readonly metadata: BlockMetadata;
}

/** `common.BlockHeader` with the hash that the next block carries as its `previousHash`. */
export interface BlockHeader {
  readonly number: number;
  readonly previousHash: Buffer;
  readonly dataHash: Buffer;
  /** SHA-256 over the header in ASN.1 (`protoutil/blockutils.go`, `BlockHeaderHash`). */
  readonly hash: Buffer;
}

/** `common.BlockMetadata`, decoded. */
export interface BlockMetadata {
  readonly signatures: readonly MetadataSignature[];
  /** Number of the channel's last configuration block, where the orderer recorded it. */
  readonly lastConfig: number | null;
  /** The consensus plugin's own metadata, unchanged. */
  readonly consenterMetadata: Buffer;
  /** The same decoded, when it is raft's. */
  readonly raft: RaftMetadata | null;
  /** The peer's running hash over blocks and validation codes; empty in a block from an orderer. */
  readonly commitHash: Buffer;
}

/** An orderer's signature over the block. */
export interface MetadataSignature {
  /** Null when the signature names its signer by number only, as BFT does. */
  readonly signer: Identity | null;
  readonly nonce: Buffer;
  readonly signature: Buffer;
  /** `common.IdentifierHeader` of BFT, undecoded; empty elsewhere. */
  readonly identifierHeader: Buffer;
}

/** `etcdraft.BlockMetadata`. */
export interface RaftMetadata {
  readonly consenterIds: readonly number[];
  readonly nextConsenterId: number;
  readonly raftIndex: number;
}
