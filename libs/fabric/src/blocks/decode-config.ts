import { common } from '@hyperledger/fabric-protos';
import { view } from './bytes';
import { configElements } from './config-elements';
import type { ConfigContent, ConfigSignature, ConfigUpdate, SignedConfigUpdate } from './config-content';
import { decodeHeader } from './decode-header';
import { decodeIdentity } from './identity';

/** Decodes a `common.ConfigEnvelope`. */
export function decodeConfig(bytes: Uint8Array): Omit<ConfigContent, 'kind'> {
  const envelope = common.ConfigEnvelope.deserializeBinary(bytes);
  const config = envelope.getConfig() ?? new common.Config();
  const lastUpdate = envelope.getLastUpdate();
  return {
    sequence: config.getSequence(),
    config: view(config.serializeBinary()),
    elements: configElements(config.getChannelGroup()),
    lastUpdate: lastUpdate === undefined ? null : decodeSignedUpdate(lastUpdate),
  };
}

/** Decodes a `common.ConfigUpdateEnvelope`. */
export function decodeConfigUpdate(bytes: Uint8Array): ConfigUpdate {
  const envelope = common.ConfigUpdateEnvelope.deserializeBinary(bytes);
  const update = common.ConfigUpdate.deserializeBinary(envelope.getConfigUpdate_asU8());
  return {
    channel: update.getChannelId(),
    update: view(envelope.getConfigUpdate_asU8()),
    readSet: configElements(update.getReadSet()),
    writeSet: configElements(update.getWriteSet()),
    signatures: envelope.getSignaturesList().map(decodeSignature),
  };
}

function decodeSignedUpdate(envelope: common.Envelope): SignedConfigUpdate {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const { creator, timestamp } = decodeHeader(payload);
  const signature = view(envelope.getSignature_asU8());
  return { ...decodeConfigUpdate(payload.getData_asU8()), creator, timestamp, signature };
}

function decodeSignature(signature: common.ConfigSignature): ConfigSignature {
  const header = common.SignatureHeader.deserializeBinary(signature.getSignatureHeader_asU8());
  return {
    signer: decodeIdentity(header.getCreator_asU8()),
    nonce: view(header.getNonce_asU8()),
    signature: view(signature.getSignature_asU8()),
  };
}
