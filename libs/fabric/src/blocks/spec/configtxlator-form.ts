import type { Block, BlockMetadata } from '../block';
import type { ConfigContent, ConfigElement, SignedConfigUpdate } from '../config-content';
import type { ChaincodeAction, ChaincodeInvocation } from '../endorser-content';
import type { Identity } from '../identity';
import type {
  CollectionReadWriteSet,
  KeyRead,
  MetadataEntry,
  NamespaceReadWriteSet,
  RangeQuery,
  Version,
} from '../read-write-set';
import type { Transaction } from '../transaction';

/** Our decoded block with configtxlator's field names and encodings, for comparison. */
export function configtxlatorForm({ header, transactions, metadata }: Block): object {
  return {
    header: {
      number: String(header.number),
      previous_hash: base64(header.previousHash),
      data_hash: base64(header.dataHash),
    },
    data: { data: transactions.map(envelope) },
    metadata: metadataForm(metadata, transactions),
  };
}

/** The numbers behind the types that channels have. */
const TYPES: Readonly<Record<string, number>> = { CONFIG: 1, CONFIG_UPDATE: 2, ENDORSER_TRANSACTION: 3 };

function metadataForm(metadata: BlockMetadata, transactions: readonly Transaction[]): object {
  return {
    signatures: metadata.signatures.map(({ signer, nonce, signature }) => ({
      signature_header: { creator: identity(signer), nonce: base64(nonce) },
      signature: base64(signature),
    })),
    last_config: metadata.lastConfig === null ? null : { index: String(metadata.lastConfig) },
    raft: metadata.raft && {
      consenter_ids: metadata.raft.consenterIds.map(String),
      next_consenter_id: String(metadata.raft.nextConsenterId),
      raft_index: String(metadata.raft.raftIndex),
    },
    commit_hash: base64(metadata.commitHash),
    validation_codes: transactions.map(({ validationCode }) => validationCode),
  };
}

function envelope(transaction: Transaction): object {
  return {
    signature: base64(transaction.signature),
    payload: {
      header: {
        channel_header: {
          channel_id: transaction.channel,
          epoch: String(transaction.epoch),
          timestamp: transaction.timestamp?.getTime() ?? null,
          tx_id: transaction.transactionId,
          type: TYPES[transaction.type],
        },
        signature_header: { creator: identity(transaction.creator), nonce: base64(transaction.nonce) },
      },
      data: contentForm(transaction),
    },
  };
}

function contentForm({ content }: Transaction): object {
  switch (content.kind) {
    case 'endorser':
      return { actions: content.actions.map((action) => ({ payload: actionPayload(action) })) };
    case 'config':
      return configForm(content);
    default:
      throw new Error(`no block in this comparison holds ${content.kind}`);
  }
}

function configForm({ sequence, elements, lastUpdate }: ConfigContent): object {
  return {
    config: { sequence: String(sequence), channel_group: elements.map(elementForm) },
    last_update: lastUpdate && updateForm(lastUpdate),
  };
}

function updateForm(update: SignedConfigUpdate): object {
  return {
    signature: base64(update.signature),
    payload: {
      header: { signature_header: { creator: identity(update.creator) } },
      data: {
        config_update: {
          channel_id: update.channel,
          read_set: update.readSet.map(elementForm),
          write_set: update.writeSet.map(elementForm),
        },
        signatures: update.signatures.map(({ signer, nonce, signature }) => ({
          signature_header: { creator: identity(signer), nonce: base64(nonce) },
          signature: base64(signature),
        })),
      },
    },
  };
}

function elementForm({ kind, path, version, modPolicy }: ConfigElement): object {
  return { kind, path, version: String(version), mod_policy: modPolicy };
}

function actionPayload(action: ChaincodeAction): object {
  return {
    action: {
      endorsements: action.endorsements.map(({ endorser, signature }) => ({
        endorser: identity(endorser),
        signature: base64(signature),
      })),
      proposal_response_payload: { proposal_hash: base64(action.proposalHash), extension: extension(action) },
    },
    chaincode_proposal_payload: {
      input: {
        chaincode_spec: {
          chaincode_id: { name: action.invocation.chaincodeName },
          input: invocationInput(action.invocation),
        },
      },
    },
  };
}

function invocationInput(invocation: ChaincodeInvocation): object {
  const first = invocation.function === null ? [] : [Buffer.from(invocation.function)];
  return {
    args: [...first, ...invocation.arguments].map(item),
    decorations: Object.fromEntries(Object.entries(invocation.decorations).map(([key, value]) => [key, item(value)])),
    is_init: invocation.isInit,
  };
}

function extension({ chaincode, event, response, readWriteSets }: ChaincodeAction): object {
  return {
    chaincode_id: chaincode,
    events: event && {
      chaincode_id: event.chaincodeName,
      event_name: event.eventName,
      payload: base64(event.payload),
      tx_id: event.transactionId,
    },
    response: { ...response, payload: base64(response.payload) },
    results: readWriteSets.length === 0 ? null : { data_model: 'KV', ns_rwset: readWriteSets.map(namespaceForm) },
  };
}

function namespaceForm(set: NamespaceReadWriteSet): object {
  const keys = {
    reads: set.reads.map(readForm),
    range_queries_info: set.rangeQueries.map(rangeForm),
    writes: set.writes.map(({ key, isDelete, value }) => ({ key, is_delete: isDelete, value: base64(value) })),
    metadata_writes: set.metadataWrites.map(({ key, entries }) => ({ key, entries: entries.map(entryForm) })),
  };
  return {
    namespace: set.namespace,
    rwset: nullWhenEmpty(keys),
    collection_hashed_rwset: set.collections.map(collectionForm),
  };
}

function collectionForm(set: CollectionReadWriteSet): object {
  return {
    collection_name: set.collection,
    pvt_rwset_hash: base64(set.privateDataHash),
    hashed_rwset: nullWhenEmpty({
      hashed_reads: set.hashedReads.map(({ keyHash, version }) => ({
        key_hash: base64(keyHash),
        version: versionForm(version),
      })),
      hashed_writes: set.hashedWrites.map(({ keyHash, isDelete, isPurge, valueHash }) => ({
        key_hash: base64(keyHash),
        is_delete: isDelete,
        is_purge: isPurge,
        value_hash: base64(valueHash),
      })),
      metadata_writes: set.metadataWrites.map(({ keyHash, entries }) => ({
        key_hash: base64(keyHash),
        entries: entries.map(entryForm),
      })),
    }),
  };
}

function rangeForm({ startKey, endKey, iteratorExhausted, result }: RangeQuery): object {
  const base = { start_key: startKey, end_key: endKey, itr_exhausted: iteratorExhausted };
  switch (result.kind) {
    case 'none':
      return base;
    case 'reads':
      return { ...base, raw_reads: { kv_reads: result.reads.map(readForm) } };
    case 'merkleSummary':
      return {
        ...base,
        reads_merkle_hashes: {
          max_degree: result.maxDegree,
          max_level: result.maxLevel,
          max_level_hashes: result.maxLevelHashes.map(item),
        },
      };
  }
}

function readForm({ key, version }: KeyRead): object {
  return { key, version: versionForm(version) };
}

function versionForm(version: Version): object | null {
  return version && { block_num: String(version.blockNumber), tx_num: String(version.transactionIndex) };
}

function entryForm({ name, value }: MetadataEntry): object {
  return { name, value: base64(value) };
}

function identity(it: Identity | null): object | null {
  return it && { mspid: it.mspId, id_bytes: base64(it.credentials) };
}

/** A message without content has no bytes, which configtxlator shows as null. */
function nullWhenEmpty(lists: Readonly<Record<string, readonly object[]>>): object | null {
  return Object.values(lists).every((list) => list.length === 0) ? null : lists;
}

/** configtxlator shows an empty field as null, and an empty item of a list as empty text. */
function base64(bytes: Uint8Array): string | null {
  return bytes.length === 0 ? null : item(bytes);
}

function item(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
