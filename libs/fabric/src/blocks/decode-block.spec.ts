import { common, peer } from '@hyperledger/fabric-protos';
import { assert, array, integer, property, sample, uint8Array } from 'fast-check';
import { arbitraryBlock } from '../testing/arbitrary-block';
import { InvalidBlockError } from './block-errors';
import { blockHash } from './block-hash';
import { blockToJson, toJson } from './block-json';
import { decodeBlock } from './decode-block';
import { decodeTransaction } from './decode-transaction';

const EMPTY = new Uint8Array();

it.each([
  [0, 'da861a603d4cf91c0217402552bf75ec437ce3911691622e31de17315b505e03'],
  [128, 'a6b2a4fb0bc3a2e3067c3b832387a9c073176b9c8b5f33e93e2cb2ab31b1ea35'],
  [2 ** 24, 'e65f0a23f5d77e19dac261e54417104139347c7a710a82edf933a58dd36795af'],
  [Number.MAX_SAFE_INTEGER, 'a500724df771f7fe6057bbbf40de48026ed994e0f5c4656d8944a965bf449cee'],
])('hashes the header of block %d as Go does', (number, hash) => {
  const dataHash = Buffer.from('a1b2c3d4'.repeat(8), 'hex');
  expect(blockHash({ number, previousHash: EMPTY, dataHash }).toString('hex')).toBe(hash);
});

it('takes a message or its bytes', () => {
  for (const block of sample(arbitraryBlock, { seed: 3, numRuns: 5 })) {
    expect(decodeBlock(block)).toEqual(decodeBlock(block.serializeBinary()));
  }
});

it('refuses bytes that are not a block', () => {
  expect(() => decodeBlock(Uint8Array.of(0xff, 0xff))).toThrow(InvalidBlockError);
  expect(() => decodeBlock(EMPTY)).toThrow('it has no header');
});

it('keeps every envelope, whatever is in it, in its place and with its code', () => {
  assert(
    property(
      array(uint8Array({ maxLength: 60 }), { maxLength: 5 }),
      integer({ min: 0, max: 255 }),
      (envelopes, code) => {
        const { transactions } = decodeBlock(
          blockOf(
            envelopes,
            envelopes.map(() => code),
          ),
        );
        expect(transactions.map(({ index }) => index)).toEqual(envelopes.map((_, index) => index));
        expect(new Set(transactions.map(({ validationCode }) => validationCode)).size).toBe(
          envelopes.length === 0 ? 0 : 1,
        );
      },
    ),
    { seed: 5, numRuns: 300 },
  );
});

it('keeps the bytes of an envelope that cannot be decoded, and says why', () => {
  const garbage = Uint8Array.of(0xff, 1, 2);
  const [transaction] = decodeBlock(blockOf([garbage], [peer.TxValidationCode.BAD_PAYLOAD])).transactions;
  expect(transaction).toMatchObject({
    transactionId: '',
    type: 'UNKNOWN',
    validationCode: 'BAD_PAYLOAD',
    creator: null,
  });
  const { content } = transaction ?? {};
  expect(content?.kind === 'undecodable' && content.data.equals(garbage)).toBe(true);
  expect(content?.kind === 'undecodable' && content.problem.length > 0).toBe(true);
});

it('keeps the header of a transaction whose body cannot be decoded', () => {
  const bytes = envelopeOf(common.HeaderType.ENDORSER_TRANSACTION, Uint8Array.of(0xff));
  expect(decodeTransaction(bytes, 0)).toMatchObject({
    transactionId: 'tx1',
    type: 'ENDORSER_TRANSACTION',
    channel: 'trade',
    content: { kind: 'undecodable', data: Buffer.of(0xff) },
  });
});

it('says NOT_VALIDATED where no peer has judged, and gives unknown codes and types a name', () => {
  const bytes = envelopeOf(99 as 0, Uint8Array.of(7));
  expect(decodeBlock(blockOf([bytes], [])).transactions[0]).toMatchObject({
    validationCode: 'NOT_VALIDATED',
    type: 'UNKNOWN_99',
    content: { kind: 'other', data: Buffer.of(7) },
  });
  expect(decodeBlock(blockOf([bytes], [77])).transactions[0]?.validationCode).toBe('UNKNOWN_77');
});

it('decodes the channel creation inside an orderer transaction', () => {
  const update = new common.ConfigUpdate();
  update.setChannelId('trade');
  const updateEnvelope = new common.ConfigUpdateEnvelope();
  updateEnvelope.setConfigUpdate(update.serializeBinary());
  const inner = envelopeOf(common.HeaderType.CONFIG_UPDATE, updateEnvelope.serializeBinary());
  const outer = decodeTransaction(envelopeOf(common.HeaderType.ORDERER_TRANSACTION, inner), 0);
  expect(outer.content).toMatchObject({
    kind: 'ordererTransaction',
    transaction: {
      type: 'CONFIG_UPDATE',
      content: { kind: 'configUpdate', channel: 'trade', readSet: [], signatures: [] },
    },
  });
});

it('keeps a first argument that is not text among the arguments', () => {
  const action = (args: readonly Uint8Array[]) => {
    const { content } = decodeTransaction(envelopeOf(common.HeaderType.ENDORSER_TRANSACTION, invocationOf(args)), 0);
    return content.kind === 'endorser' ? content.actions[0]?.invocation : undefined;
  };
  expect(action([Buffer.from('put'), Buffer.of(1)])).toMatchObject({ function: 'put', arguments: [Buffer.of(1)] });
  expect(action([Buffer.of(0xff), Buffer.of(1)])).toMatchObject({
    function: null,
    arguments: [Buffer.of(0xff), Buffer.of(1)],
  });
  expect(action([])).toMatchObject({ function: null, arguments: [] });
});

it('finds the metadata where Fabric 1 put it', () => {
  const lastConfig = new common.LastConfig();
  lastConfig.setIndex(7);
  const wrapped = (value: Uint8Array) => {
    const metadata = new common.Metadata();
    metadata.setValue(value);
    return metadata.serializeBinary();
  };
  const block = blockOf([], []);
  block
    .getMetadata()
    ?.setMetadataList([EMPTY, wrapped(lastConfig.serializeBinary()), EMPTY, wrapped(Uint8Array.of(8, 1))]);
  expect(decodeBlock(block).metadata).toMatchObject({
    lastConfig: 7,
    consenterMetadata: Buffer.of(8, 1),
    raft: null,
    commitHash: Buffer.alloc(0),
  });
});

it('says nothing about metadata that does not exist', () => {
  const header = new common.BlockHeader();
  const block = new common.Block();
  block.setHeader(header);
  expect(decodeBlock(block)).toMatchObject({
    transactions: [],
    metadata: { signatures: [], lastConfig: null, raft: null },
  });
});

it('turns blocks into JSON that survives being written and read', () => {
  assert(
    property(arbitraryBlock, (block) => {
      const json = blockToJson(decodeBlock(block));
      expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    }),
    { seed: 8, numRuns: 100 },
  );
});

it('shows text as text, other bytes in base64, hashes in hex, and dates in ISO 8601', () => {
  const decoded = {
    value: Buffer.from('grün\n'),
    empty: Buffer.alloc(0),
    binary: Buffer.of(0xff),
    control: Buffer.of(0x41, 0x00),
    dataHash: Buffer.of(0xab, 0x01),
    maxLevelHashes: [Buffer.of(1)],
    at: new Date('2026-11-23T10:00:00.123Z'),
    nothing: null,
    hashtag: 'x',
  };
  expect(toJson(decoded)).toEqual({
    value: { text: 'grün\n' },
    empty: { text: '' },
    binary: { base64: '/w==' },
    control: { base64: 'QQA=' },
    dataHash: 'ab01',
    maxLevelHashes: ['01'],
    at: '2026-11-23T10:00:00.123Z',
    nothing: null,
    hashtag: 'x',
  });
});

function blockOf(envelopes: readonly Uint8Array[], codes: readonly number[]): common.Block {
  const data = new common.BlockData();
  data.setDataList([...envelopes]);
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([EMPTY, EMPTY, Uint8Array.from(codes)]);
  const block = new common.Block();
  block.setHeader(new common.BlockHeader());
  block.setData(data);
  block.setMetadata(metadata);
  return block;
}

function envelopeOf(type: common.HeaderTypeMap[keyof common.HeaderTypeMap], data: Uint8Array): Uint8Array {
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(type);
  channelHeader.setTxId('tx1');
  channelHeader.setChannelId('trade');
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(data);
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}

function invocationOf(args: readonly Uint8Array[]): Uint8Array {
  const input = new peer.ChaincodeInput();
  input.setArgsList([...args]);
  const spec = new peer.ChaincodeSpec();
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const proposal = new peer.ChaincodeProposalPayload();
  proposal.setInput(invocation.serializeBinary());
  const payload = new peer.ChaincodeActionPayload();
  payload.setChaincodeProposalPayload(proposal.serializeBinary());
  const action = new peer.TransactionAction();
  action.setPayload(payload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);
  return transaction.serializeBinary();
}
