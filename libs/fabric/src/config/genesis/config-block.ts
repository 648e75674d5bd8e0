import { common } from '@hyperledger/fabric-protos';
import { FabricError } from '../../fabric-error';

/** A block that should contain a channel configuration and does not. */
export class NotAConfigBlockError extends FabricError {
  readonly code = 'not_a_config_block';

  constructor(message: string, cause?: unknown) {
    super(message, {
      cause,
      remedy: 'Fetch the configuration block: the genesis block, or the block of the last config index.',
    });
  }
}

/** A channel configuration with its channel and the block that it came in. */
export interface ChannelConfig {
  readonly channelName: string;
  readonly blockNumber: number;
  readonly config: common.Config;
}

/**
 * Extracts the channel configuration from a config block.
 * @param block a `common.Block` or its bytes.
 * @throws NotAConfigBlockError
 */
export function configFromBlock(block: common.Block | Uint8Array): ChannelConfig {
  const decoded = block instanceof common.Block ? block : decodeBlock(block);
  const payload = configPayload(decoded);
  if (!payload) throw new NotAConfigBlockError('The block does not hold a channel configuration.');
  const config = common.ConfigEnvelope.deserializeBinary(payload.data).getConfig();
  if (!config?.hasChannelGroup()) throw new NotAConfigBlockError('The configuration in the block is empty.');
  return { channelName: payload.channelName, blockNumber: decoded.getHeader()?.getNumber() ?? 0, config };
}

/** Whether the block's only transaction is a channel configuration. */
export function isConfigBlock(block: common.Block): boolean {
  return configPayload(block) !== undefined;
}

/**
 * The number of the block that holds the configuration in force when this block was written, as the ordering service
 * signed it (`protoutil.GetLastConfigIndexFromBlock`).
 * @throws NotAConfigBlockError when the metadata lacks it.
 */
export function lastConfigIndex(block: common.Block): number {
  const entries = block.getMetadata()?.getMetadataList_asU8() ?? [];
  const ordererMetadata = metadataValue(entries[common.BlockMetadataIndex.SIGNATURES]);
  const signed = ordererMetadata && common.OrdererBlockMetadata.deserializeBinary(ordererMetadata).getLastConfig();
  if (signed) return signed.getIndex();
  const lastConfig = metadataValue(entries[common.BlockMetadataIndex.LAST_CONFIG]);
  if (!lastConfig) throw new NotAConfigBlockError('The block does not name the last configuration block.');
  return common.LastConfig.deserializeBinary(lastConfig).getIndex();
}

function metadataValue(entry: Uint8Array | undefined): Uint8Array | undefined {
  return entry && entry.length > 0 ? common.Metadata.deserializeBinary(entry).getValue_asU8() : undefined;
}

function decodeBlock(bytes: Uint8Array): common.Block {
  try {
    return common.Block.deserializeBinary(bytes);
  } catch (cause) {
    throw new NotAConfigBlockError('The bytes are not a block.', cause);
  }
}

function configPayload(block: common.Block): { channelName: string; data: Uint8Array } | undefined {
  const transactions = block.getData()?.getDataList_asU8() ?? [];
  const [envelope] = transactions;
  if (!envelope || transactions.length !== 1) return undefined;
  try {
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
    const header = payload.getHeader()?.getChannelHeader_asU8();
    const channelHeader = common.ChannelHeader.deserializeBinary(header ?? new Uint8Array());
    if (channelHeader.getType() !== common.HeaderType.CONFIG) return undefined;
    return { channelName: channelHeader.getChannelId(), data: payload.getData_asU8() };
  } catch (cause) {
    throw new NotAConfigBlockError('The transaction in the block is malformed.', cause);
  }
}
