import { common } from '@hyperledger/fabric-protos';
import type { Block } from './block';
import { InvalidBlockError } from './block-errors';
import { blockHash } from './block-hash';
import { view } from './bytes';
import { decodeMetadata, validationCodes } from './decode-metadata';
import { decodeTransaction } from './decode-transaction';

/**
 * Decodes a block with all its contents. Envelopes that cannot be decoded become transactions whose content says so.
 * @param block - the message, or its bytes.
 * @throws InvalidBlockError when it is not a block, or has no header.
 */
export function decodeBlock(block: common.Block | Uint8Array): Block {
  try {
    return readBlock(block instanceof Uint8Array ? common.Block.deserializeBinary(block) : block);
  } catch (cause) {
    if (cause instanceof InvalidBlockError) throw cause;
    throw new InvalidBlockError('its bytes or its metadata are not protobuf', cause);
  }
}

function readBlock(message: common.Block): Block {
  const header = message.getHeader();
  if (header === undefined) throw new InvalidBlockError('it has no header');
  const hashed = {
    number: header.getNumber(),
    previousHash: view(header.getPreviousHash_asU8()),
    dataHash: view(header.getDataHash_asU8()),
  };
  const codes = validationCodes(message);
  const envelopes = message.getData()?.getDataList_asU8() ?? [];
  return {
    header: { ...hashed, hash: blockHash(hashed) },
    transactions: envelopes.map((envelope, index) => decodeTransaction(envelope, index, codes[index])),
    metadata: decodeMetadata(message),
  };
}
