import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { ChannelDefinition } from '../definition/channel-definition';
import { channelGroup } from '../groups/channel-group';
import { NONCE_LENGTH, payloadHeader } from '../groups/channel-header';
import { assertChannelDefinition } from '../checks/check-channel-definition';

/** `common/genesis/genesis.go`. */
const MESSAGE_VERSION = 1;
const METADATA_ENTRIES = Object.keys(common.BlockMetadataIndex).length;

export interface GenesisBlockOptions {
  /** The timestamp of the block's header; the Unix epoch unless given, so that equal definitions give equal bytes. */
  readonly timestamp?: Date;
  /** 24 bytes; derived from the configuration unless given. */
  readonly nonce?: Uint8Array;
}

/**
 * The genesis block of an application channel, for orderers that join it through channel participation (no system
 * channel). Field by field equal to `configtxgen -outputBlock` on the same input; a pure function of its arguments.
 * @returns the bytes of a `common.Block`.
 * @throws ChannelDefinitionError with every problem of the definition, before anything is built.
 */
export function channelGenesisBlock(definition: ChannelDefinition, options: GenesisBlockOptions = {}): Uint8Array {
  assertChannelDefinition(definition);
  const config = new common.Config();
  config.setChannelGroup(channelGroup(definition));
  return genesisBlockOf(definition.name, config, options).serializeBinary();
}

function genesisBlockOf(channelName: string, config: common.Config, options: GenesisBlockOptions): common.Block {
  const configEnvelope = new common.ConfigEnvelope();
  configEnvelope.setConfig(config);
  const data = configEnvelope.serializeBinary();
  const payload = new common.Payload();
  payload.setHeader(
    payloadHeader({
      type: common.HeaderType.CONFIG,
      version: MESSAGE_VERSION,
      channelName,
      timestamp: options.timestamp ?? new Date(0),
      creator: new Uint8Array(),
      nonce: options.nonce ?? createHash('sha256').update(channelName).update(data).digest().subarray(0, NONCE_LENGTH),
    }),
  );
  payload.setData(data);
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return firstBlock(envelope.serializeBinary());
}

function firstBlock(transaction: Uint8Array): common.Block {
  const header = new common.BlockHeader();
  header.setDataHash(createHash('sha256').update(transaction).digest());
  const data = new common.BlockData();
  data.setDataList([transaction]);
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(firstMetadata());
  return block;
}

/** Configuration index 0, in both places where orderers of 2.x read it. */
function firstMetadata(): common.BlockMetadata {
  const lastConfig = new common.LastConfig();
  const ordererMetadata = new common.OrdererBlockMetadata();
  ordererMetadata.setLastConfig(lastConfig);
  const entries = Array.from({ length: METADATA_ENTRIES }, (): Uint8Array => new Uint8Array());
  entries[common.BlockMetadataIndex.LAST_CONFIG] = metadataOf(lastConfig.serializeBinary());
  entries[common.BlockMetadataIndex.SIGNATURES] = metadataOf(ordererMetadata.serializeBinary());
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList(entries);
  return metadata;
}

function metadataOf(value: Uint8Array): Uint8Array {
  const metadata = new common.Metadata();
  metadata.setValue(value);
  return metadata.serializeBinary();
}
