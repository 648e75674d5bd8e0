/** What a transaction read and wrote in one namespace, which is a chaincode's name. */
export interface NamespaceReadWriteSet {
  readonly namespace: string;
  readonly reads: readonly KeyRead[];
  readonly rangeQueries: readonly RangeQuery[];
  readonly writes: readonly KeyWrite[];
  readonly metadataWrites: readonly MetadataWrite[];
  /** Private data collections, of which the ledger holds hashes only. */
  readonly collections: readonly CollectionReadWriteSet[];
}

/** Where a value was written; null where the key did not exist. */
export type Version = { readonly blockNumber: number; readonly transactionIndex: number } | null;

export interface KeyRead {
  readonly key: string;
  readonly version: Version;
}

export interface KeyWrite {
  readonly key: string;
  readonly isDelete: boolean;
  readonly value: Buffer;
}

/** Key metadata, such as the endorsement policy of one key (`VALIDATION_PARAMETER`). */
export interface MetadataWrite {
  readonly key: string;
  readonly entries: readonly MetadataEntry[];
}

export interface MetadataEntry {
  readonly name: string;
  readonly value: Buffer;
}

/** A range that was iterated, checked again at commit against phantom reads. */
export interface RangeQuery {
  readonly startKey: string;
  readonly endKey: string;
  readonly iteratorExhausted: boolean;
  readonly result: RangeQueryResult;
}

export type RangeQueryResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'reads'; readonly reads: readonly KeyRead[] }
  | {
      readonly kind: 'merkleSummary';
      readonly maxDegree: number;
      readonly maxLevel: number;
      readonly maxLevelHashes: readonly Buffer[];
    };

export interface CollectionReadWriteSet {
  readonly collection: string;
  /** SHA-256 over the encoded private read-write set. */
  readonly privateDataHash: Buffer;
  readonly hashedReads: readonly HashedRead[];
  readonly hashedWrites: readonly HashedWrite[];
  readonly metadataWrites: readonly HashedMetadataWrite[];
}

export interface HashedRead {
  readonly keyHash: Buffer;
  readonly version: Version;
}

export interface HashedWrite {
  readonly keyHash: Buffer;
  readonly isDelete: boolean;
  /** The value and its history are removed from the peers' private stores (Fabric 2.5). */
  readonly isPurge: boolean;
  readonly valueHash: Buffer;
}

export interface HashedMetadataWrite {
  readonly keyHash: Buffer;
  readonly entries: readonly MetadataEntry[];
}
