import { generateKeyPairSync, verify } from 'node:crypto';
import { common, msp } from '@hyperledger/fabric-protos';
import { createSigner } from '../../signer';
import { configUpdateEnvelope, signConfigUpdate } from './sign-config-update';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signer = createSigner({ mspId: 'Org1MSP', certificate: 'a certificate', privateKey });
const update = new common.ConfigUpdate();
update.setChannelId('trade');

function creatorOf(header: common.SignatureHeader): [string, string] {
  const identity = msp.SerializedIdentity.deserializeBinary(header.getCreator_asU8());
  return [identity.getMspid(), Buffer.from(identity.getIdBytes_asU8()).toString()];
}

describe('signConfigUpdate', () => {
  test('signs header and update as the named identity', async () => {
    const signature = await signConfigUpdate(update, signer);
    const header = signature.getSignatureHeader_asU8();
    expect(creatorOf(common.SignatureHeader.deserializeBinary(header))).toEqual(['Org1MSP', 'a certificate']);
    const signed = Buffer.concat([header, update.serializeBinary()]);
    expect(verify('sha256', signed, publicKey, signature.getSignature_asU8())).toBe(true);
    expect(verify('sha256', update.serializeBinary(), publicKey, signature.getSignature_asU8())).toBe(false);
  });

  test('draws a new nonce each time', async () => {
    const [first, second] = await Promise.all([signConfigUpdate(update, signer), signConfigUpdate(update, signer)]);
    expect(first.getSignatureHeader_asB64()).not.toBe(second.getSignatureHeader_asB64());
  });

  test('of bytes signs those bytes, whatever their order', async () => {
    const bytes = Buffer.from('12001a000a017a', 'hex');
    const signature = await signConfigUpdate(bytes, signer, { nonce: new Uint8Array(24) });
    const signed = Buffer.concat([signature.getSignatureHeader_asU8(), bytes]);
    expect(verify('sha256', signed, publicKey, signature.getSignature_asU8())).toBe(true);
  });
});

describe('configUpdateEnvelope', () => {
  test('carries update and signatures to the channel that the update names', async () => {
    const signature = await signConfigUpdate(update, signer);
    const timestamp = new Date('2026-01-02T03:04:05Z');
    const envelope = await configUpdateEnvelope({ update, signatures: [signature], signer, timestamp });
    expect(verify('sha256', envelope.getPayload_asU8(), publicKey, envelope.getSignature_asU8())).toBe(true);
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
    const carried = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8());
    expect(carried.getConfigUpdate_asB64()).toBe(Buffer.from(update.serializeBinary()).toString('base64'));
    expect(carried.getSignaturesList()).toEqual([signature]);
    const header = common.ChannelHeader.deserializeBinary(
      payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
    );
    expect([header.getType(), header.getChannelId(), header.getTimestamp()?.toDate()]).toEqual([
      common.HeaderType.CONFIG_UPDATE,
      'trade',
      timestamp,
    ]);
  });

  test('takes bytes and another channel name as they are', async () => {
    const envelope = await configUpdateEnvelope({
      update: update.serializeBinary(),
      channelName: 'other',
      signatures: [],
      signer,
    });
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
    const header = payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array();
    expect(common.ChannelHeader.deserializeBinary(header).getChannelId()).toBe('other');
  });
});
