import { common, orderer } from '@hyperledger/fabric-protos';
import type { BlockMetadata, MetadataSignature, RaftMetadata } from './block';
import { view } from './bytes';
import { decodeSignatureHeader } from './identity';

const EMPTY = new Uint8Array();

/** The validation code of each transaction; shorter than the block when no peer has validated it. */
export function validationCodes(block: common.Block): Uint8Array {
  return part(block, common.BlockMetadataIndex.TRANSACTIONS_FILTER);
}

/** Decodes a block's metadata, from the places of Fabric 2 and from those of Fabric 1. */
export function decodeMetadata(block: common.Block): BlockMetadata {
  const signatures = metadata(block, common.BlockMetadataIndex.SIGNATURES);
  const ordererMetadata = common.OrdererBlockMetadata.deserializeBinary(signatures.getValue_asU8());
  const consenter = consenterMetadata(block, ordererMetadata);
  return {
    signatures: signatures.getSignaturesList().map(decodeSignature),
    lastConfig: lastConfig(block, ordererMetadata),
    consenterMetadata: consenter,
    raft: decodeRaft(consenter),
    commitHash: view(metadata(block, common.BlockMetadataIndex.COMMIT_HASH).getValue_asU8()),
  };
}

/** In both places it is wrapped in a `common.Metadata` (`protoutil.GetConsenterMetadataFromBlock`). */
function consenterMetadata(block: common.Block, ordererMetadata: common.OrdererBlockMetadata): Buffer {
  const current = ordererMetadata.getConsenterMetadata_asU8();
  return current.length > 0
    ? view(common.Metadata.deserializeBinary(current).getValue_asU8())
    : view(metadata(block, common.BlockMetadataIndex.ORDERER).getValue_asU8());
}

function lastConfig(block: common.Block, ordererMetadata: common.OrdererBlockMetadata): number | null {
  const current = ordererMetadata.getLastConfig();
  if (current !== undefined) return current.getIndex();
  const legacy = metadata(block, common.BlockMetadataIndex.LAST_CONFIG).getValue_asU8();
  return legacy.length > 0 ? common.LastConfig.deserializeBinary(legacy).getIndex() : null;
}

function decodeSignature(signature: common.MetadataSignature): MetadataSignature {
  const { creator, nonce } = decodeSignatureHeader(signature.getSignatureHeader_asU8());
  return {
    signer: creator,
    nonce,
    signature: view(signature.getSignature_asU8()),
    identifierHeader: view(signature.getIdentifierHeader_asU8()),
  };
}

/**
 * Nothing names the plugin that wrote the metadata. Raft's begins with a packed list (field 1, length-delimited);
 * Kafka's and BFT's begin with a number, so the first byte distinguishes them.
 */
function decodeRaft(consenterMetadata: Buffer): RaftMetadata | null {
  if (consenterMetadata[0] !== 0x0a) return null;
  const raft = orderer.etcdraft.BlockMetadata.deserializeBinary(consenterMetadata);
  return {
    consenterIds: raft.getConsenterIdsList(),
    nextConsenterId: raft.getNextConsenterId(),
    raftIndex: raft.getRaftIndex(),
  };
}

function metadata(block: common.Block, index: number): common.Metadata {
  return common.Metadata.deserializeBinary(part(block, index));
}

function part(block: common.Block, index: number): Uint8Array {
  return block.getMetadata()?.getMetadataList_asU8()[index] ?? EMPTY;
}
