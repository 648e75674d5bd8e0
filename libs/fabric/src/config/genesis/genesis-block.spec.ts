import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { configFromBlock, isConfigBlock, lastConfigIndex, NotAConfigBlockError } from './config-block';
import { channelGenesisBlock } from './genesis-block';
import { channelDefinition } from '../spec/definitions';

const bytes = channelGenesisBlock(channelDefinition());
const block = common.Block.deserializeBinary(bytes);

function channelHeaderOf(blockBytes: Uint8Array): common.ChannelHeader {
  const [data] = common.Block.deserializeBinary(blockBytes).getData()?.getDataList_asU8() ?? [];
  const payload = common.Envelope.deserializeBinary(data ?? new Uint8Array()).getPayload_asU8();
  const header = common.Payload.deserializeBinary(payload).getHeader();
  return common.ChannelHeader.deserializeBinary(header?.getChannelHeader_asU8() ?? new Uint8Array());
}

describe('channelGenesisBlock', () => {
  test('is the same for the same definition', () => {
    expect(Buffer.from(channelGenesisBlock(channelDefinition()))).toEqual(Buffer.from(bytes));
  });

  test('differs for another channel, also in its transaction id', () => {
    const other = channelGenesisBlock(channelDefinition({ name: 'other' }));
    expect(channelHeaderOf(other).getTxId()).not.toBe(channelHeaderOf(bytes).getTxId());
  });

  test('carries the hash of its data', () => {
    const [data] = block.getData()?.getDataList_asU8() ?? [];
    const hash = createHash('sha256')
      .update(data ?? new Uint8Array())
      .digest('hex');
    expect(Buffer.from(block.getHeader()?.getDataHash_asU8() ?? []).toString('hex')).toBe(hash);
  });

  test('takes time and nonce from the caller', () => {
    const nonce = new Uint8Array(24).fill(7);
    const made = channelGenesisBlock(channelDefinition(), { timestamp: new Date('2026-01-02T03:04:05Z'), nonce });
    const header = channelHeaderOf(made);
    expect(header.getTimestamp()?.toDate()).toEqual(new Date('2026-01-02T03:04:05Z'));
    expect(header.getTxId()).toBe(createHash('sha256').update(nonce).digest('hex'));
  });

  test('is a config block of its channel, and its own last configuration', () => {
    expect(isConfigBlock(block)).toBe(true);
    expect(lastConfigIndex(block)).toBe(0);
    expect(configFromBlock(bytes)).toMatchObject({ channelName: 'trade', blockNumber: 0 });
  });
});

describe('configFromBlock', () => {
  test.each([
    ['bytes that are not a block', Buffer.from('no block')],
    ['an empty block', new common.Block().serializeBinary()],
    ['a block of two transactions', twice()],
    ['a block of something else', withData(new common.Envelope().serializeBinary())],
    ['a block of garbage', withData(Buffer.from('garbage'))],
  ])('refuses %s', (_name, input) => {
    expect(() => configFromBlock(input)).toThrow(NotAConfigBlockError);
  });
});

function withData(...data: readonly Uint8Array[]): Uint8Array {
  const changed = block.cloneMessage();
  changed.getData()?.setDataList([...data]);
  return changed.serializeBinary();
}

function twice(): Uint8Array {
  const [data] = block.getData()?.getDataList_asU8() ?? [];
  return withData(data ?? new Uint8Array(), data ?? new Uint8Array());
}
