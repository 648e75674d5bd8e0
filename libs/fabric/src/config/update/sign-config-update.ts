import { randomBytes } from 'node:crypto';
import { common, msp } from '@hyperledger/fabric-protos';
import type { Signer } from '../../signer';
import { NONCE_LENGTH, payloadHeader, signatureHeader } from '../groups/channel-header';

/** `protoutil.CreateSignedEnvelope` as `peer channel update` calls it. */
const MESSAGE_VERSION = 0;

/** An update, or the exact bytes of one that others have signed already. */
export type ConfigUpdateInput = common.ConfigUpdate | Uint8Array;

/**
 * One organization's approval of an update: a signature over signature header and update (`common.ConfigSignature`).
 * @param options.nonce 24 bytes, random unless given.
 */
export async function signConfigUpdate(
  update: ConfigUpdateInput,
  signer: Signer,
  { nonce = randomBytes(NONCE_LENGTH) }: { readonly nonce?: Uint8Array } = {},
): Promise<common.ConfigSignature> {
  const header = signatureHeader(creatorOf(signer), nonce).serializeBinary();
  const signature = new common.ConfigSignature();
  signature.setSignatureHeader(header);
  signature.setSignature(await signer.sign(Buffer.concat([header, updateBytes(update)])));
  return signature;
}

export interface ConfigUpdateEnvelopeOptions {
  readonly update: ConfigUpdateInput;
  /** The channel to update; taken from the update unless given. */
  readonly channelName?: string;
  /** As many signatures as the modification policies of the changed elements require. */
  readonly signatures: readonly common.ConfigSignature[];
  /** The submitter: a channel writer. */
  readonly signer: Signer;
  /** Now unless given. */
  readonly timestamp?: Date;
  /** 24 bytes, random unless given. */
  readonly nonce?: Uint8Array;
}

/** The transaction that carries an update, signed and ready for the ordering service's Broadcast. */
export async function configUpdateEnvelope(options: ConfigUpdateEnvelopeOptions): Promise<common.Envelope> {
  const updateEnvelope = new common.ConfigUpdateEnvelope();
  updateEnvelope.setConfigUpdate(updateBytes(options.update));
  updateEnvelope.setSignaturesList([...options.signatures]);
  const payload = new common.Payload();
  payload.setHeader(
    payloadHeader({
      type: common.HeaderType.CONFIG_UPDATE,
      version: MESSAGE_VERSION,
      channelName: options.channelName ?? channelNameOf(options.update),
      timestamp: options.timestamp ?? new Date(),
      creator: creatorOf(options.signer),
      nonce: options.nonce ?? randomBytes(NONCE_LENGTH),
    }),
  );
  payload.setData(updateEnvelope.serializeBinary());
  const bytes = payload.serializeBinary();
  const envelope = new common.Envelope();
  envelope.setPayload(bytes);
  envelope.setSignature(await options.signer.sign(bytes));
  return envelope;
}

function creatorOf({ mspId, credentials }: Signer): Uint8Array {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(credentials);
  return identity.serializeBinary();
}

function updateBytes(update: ConfigUpdateInput): Uint8Array {
  return update instanceof Uint8Array ? update : update.serializeBinary();
}

function channelNameOf(update: ConfigUpdateInput): string {
  const message = update instanceof Uint8Array ? common.ConfigUpdate.deserializeBinary(update) : update;
  return message.getChannelId();
}
