import { ledger } from '@hyperledger/fabric-protos';
import { view } from './bytes';
import type {
  CollectionReadWriteSet,
  KeyRead,
  MetadataEntry,
  NamespaceReadWriteSet,
  RangeQuery,
  RangeQueryResult,
  Version,
} from './read-write-set';

const { rwset } = ledger;
const { kvrwset } = ledger.rwset;

/** Decodes a `rwset.TxReadWriteSet`; its only data model is key-value. */
export function decodeReadWriteSets(bytes: Uint8Array): NamespaceReadWriteSet[] {
  return rwset.TxReadWriteSet.deserializeBinary(bytes).getNsRwsetList().map(decodeNamespace);
}

function decodeNamespace(set: ledger.rwset.NsReadWriteSet): NamespaceReadWriteSet {
  const keys = kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8());
  return {
    namespace: set.getNamespace(),
    reads: keys.getReadsList().map(decodeRead),
    rangeQueries: keys.getRangeQueriesInfoList().map(decodeRangeQuery),
    writes: keys.getWritesList().map((write) => ({
      key: write.getKey(),
      isDelete: write.getIsDelete(),
      value: view(write.getValue_asU8()),
    })),
    metadataWrites: keys.getMetadataWritesList().map((write) => ({
      key: write.getKey(),
      entries: write.getEntriesList().map(decodeEntry),
    })),
    collections: set.getCollectionHashedRwsetList().map(decodeCollection),
  };
}

function decodeCollection(set: ledger.rwset.CollectionHashedReadWriteSet): CollectionReadWriteSet {
  const hashed = kvrwset.HashedRWSet.deserializeBinary(set.getHashedRwset_asU8());
  return {
    collection: set.getCollectionName(),
    privateDataHash: view(set.getPvtRwsetHash_asU8()),
    hashedReads: hashed.getHashedReadsList().map((read) => ({
      keyHash: view(read.getKeyHash_asU8()),
      version: decodeVersion(read.getVersion()),
    })),
    hashedWrites: hashed.getHashedWritesList().map((write) => ({
      keyHash: view(write.getKeyHash_asU8()),
      isDelete: write.getIsDelete(),
      isPurge: write.getIsPurge(),
      valueHash: view(write.getValueHash_asU8()),
    })),
    metadataWrites: hashed.getMetadataWritesList().map((write) => ({
      keyHash: view(write.getKeyHash_asU8()),
      entries: write.getEntriesList().map(decodeEntry),
    })),
  };
}

function decodeRangeQuery(query: ledger.rwset.kvrwset.RangeQueryInfo): RangeQuery {
  return {
    startKey: query.getStartKey(),
    endKey: query.getEndKey(),
    iteratorExhausted: query.getItrExhausted(),
    result: decodeRangeResult(query),
  };
}

function decodeRangeResult(query: ledger.rwset.kvrwset.RangeQueryInfo): RangeQueryResult {
  const reads = query.getRawReads();
  if (reads !== undefined) return { kind: 'reads', reads: reads.getKvReadsList().map(decodeRead) };
  const summary = query.getReadsMerkleHashes();
  if (summary === undefined) return { kind: 'none' };
  return {
    kind: 'merkleSummary',
    maxDegree: summary.getMaxDegree(),
    maxLevel: summary.getMaxLevel(),
    maxLevelHashes: summary.getMaxLevelHashesList_asU8().map(view),
  };
}

function decodeRead(read: ledger.rwset.kvrwset.KVRead): KeyRead {
  return { key: read.getKey(), version: decodeVersion(read.getVersion()) };
}

function decodeVersion(version: ledger.rwset.kvrwset.Version | undefined): Version {
  return version === undefined ? null : { blockNumber: version.getBlockNum(), transactionIndex: version.getTxNum() };
}

function decodeEntry(entry: ledger.rwset.kvrwset.KVMetadataEntry): MetadataEntry {
  return { name: entry.getName(), value: view(entry.getValue_asU8()) };
}
