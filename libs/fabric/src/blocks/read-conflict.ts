import type { Block } from './block';
import type { KeyRead, NamespaceReadWriteSet, RangeQuery, Version } from './read-write-set';
import type { Transaction } from './transaction';

/** The write that made a transaction's read out of date. */
export interface ReadConflict {
  /** The chaincode whose key it is. */
  readonly namespace: string;
  /** The collection of a private key, of which the ledger holds the hash only. */
  readonly collection: string | null;
  /** The key; of a private one its SHA-256 in hex. */
  readonly key: string;
  readonly winner: Transaction;
  readonly blockNumber: number;
}

interface Write {
  readonly key: string;
  readonly isDelete: boolean;
}

interface Keys {
  readonly namespace: string;
  readonly collection: string | null;
  readonly reads: readonly KeyRead[];
  readonly ranges: readonly RangeQuery[];
  readonly writes: readonly Write[];
}

/**
 * The newest write in a block that an invalid transaction had not seen (`MVCC_READ_CONFLICT`, `PHANTOM_READ_CONFLICT`);
 * undefined when the block has none. It may be the transaction's own block or an older one: try the newest first.
 */
export function readConflictIn(loser: Transaction, { header, transactions }: Block): ReadConflict | undefined {
  const sameBlock = transactions.some(({ transactionId }) => transactionId === loser.transactionId);
  const writers = transactions
    .filter(({ index, validationCode }) => validationCode === 'VALID' && (!sameBlock || index < loser.index))
    .reverse();
  const read = keysOf(loser);
  for (const winner of writers) {
    const found = conflictWith(read, winner, header.number);
    if (found !== undefined) return { ...found, winner, blockNumber: header.number };
  }
  return undefined;
}

function conflictWith(
  read: readonly Keys[],
  winner: Transaction,
  blockNumber: number,
): Pick<ReadConflict, 'namespace' | 'collection' | 'key'> | undefined {
  const at = { blockNumber, transactionIndex: winner.index };
  for (const { namespace, collection, writes } of keysOf(winner)) {
    const own = read.find((keys) => keys.namespace === namespace && keys.collection === collection);
    const write = own && writes.find((candidate) => outdates(own, candidate, at));
    if (write !== undefined) return { namespace, collection, key: write.key };
  }
  return undefined;
}

function outdates({ reads, ranges }: Keys, write: Write, at: NonNullable<Version>): boolean {
  const seen = reads.find(({ key }) => key === write.key);
  if (seen !== undefined && isNewer(write, at, seen.version)) return true;
  return ranges.some((range) => isWithin(range, write.key) && !hasSeen(range, write.key, at));
}

/** A key that was read as absent is still absent after it was deleted. */
function isNewer({ isDelete }: Write, at: NonNullable<Version>, version: Version): boolean {
  if (version === null) return !isDelete;
  return at.blockNumber === version.blockNumber
    ? at.transactionIndex > version.transactionIndex
    : at.blockNumber > version.blockNumber;
}

function isWithin({ startKey, endKey }: RangeQuery, key: string): boolean {
  return key >= startKey && (endKey === '' || key < endKey);
}

function hasSeen({ result }: RangeQuery, key: string, at: NonNullable<Version>): boolean {
  if (result.kind !== 'reads') return false;
  const version = result.reads.find((read) => read.key === key)?.version;
  return version?.blockNumber === at.blockNumber && version.transactionIndex === at.transactionIndex;
}

function keysOf({ content }: Transaction): Keys[] {
  const actions = content.kind === 'endorser' ? content.actions : [];
  return actions.flatMap(({ readWriteSets }) => readWriteSets.flatMap(keysOfNamespace));
}

function keysOfNamespace({ namespace, reads, rangeQueries, writes, collections }: NamespaceReadWriteSet): Keys[] {
  return [
    { namespace, collection: null, reads, ranges: rangeQueries, writes },
    ...collections.map(({ collection, hashedReads, hashedWrites }) => ({
      namespace,
      collection,
      reads: hashedReads.map(({ keyHash, version }) => ({ key: keyHash.toString('hex'), version })),
      ranges: [],
      writes: hashedWrites.map(({ keyHash, isDelete }) => ({ key: keyHash.toString('hex'), isDelete })),
    })),
  ];
}
