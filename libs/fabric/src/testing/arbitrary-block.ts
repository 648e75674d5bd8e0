import { common, ledger, msp, orderer, peer } from '@hyperledger/fabric-protos';
import * as fc from 'fast-check';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';

const { rwset } = ledger;
const { kvrwset } = ledger.rwset;

/** Something that protobuf can encode. */
interface Message {
  serializeBinary(): Uint8Array;
}

const bytes = (maxLength = 40) => fc.uint8Array({ maxLength });
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/);
const key = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constant('\u0000asset\u0000A1\u0000'));
const number = fc.integer({ min: 0, max: 2 ** 31 });
const encoded = <T extends Message>(message: fc.Arbitrary<T>) => message.map((it) => it.serializeBinary());

const VALIDATION_CODES = Object.values(peer.TxValidationCode) as number[];

/** A message built from arbitrary field values by its setters. */
function message<T, V extends object>(
  make: () => T,
  fields: { [K in keyof V]: fc.Arbitrary<V[K]> },
  fill: (message: T, values: V) => void,
): fc.Arbitrary<T> {
  return fc.record(fields).map((values) => {
    const result = make();
    fill(result, values);
    return result;
  });
}

const version = message(
  () => new kvrwset.Version(),
  { block: number, tx: number },
  (it, { block, tx }) => {
    it.setBlockNum(block);
    it.setTxNum(tx);
  },
);

const read = message(
  () => new kvrwset.KVRead(),
  { key, version: fc.option(version, { nil: undefined }) },
  (it, values) => {
    it.setKey(values.key);
    it.setVersion(values.version);
  },
);

const entry = message(
  () => new kvrwset.KVMetadataEntry(),
  { name, value: bytes() },
  (it, values) => {
    it.setName(values.name);
    it.setValue(values.value);
  },
);

const write = message(
  () => new kvrwset.KVWrite(),
  { key, isDelete: fc.boolean(), value: bytes(200) },
  (it, values) => {
    it.setKey(values.key);
    it.setIsDelete(values.isDelete);
    it.setValue(values.value);
  },
);

const metadataWrite = message(
  () => new kvrwset.KVMetadataWrite(),
  { key, entries: fc.array(entry, { maxLength: 2 }) },
  (it, values) => {
    it.setKey(values.key);
    it.setEntriesList(values.entries);
  },
);

const rawReads = message(
  () => new kvrwset.QueryReads(),
  { reads: fc.array(read, { maxLength: 3 }) },
  (it, { reads }) => {
    it.setKvReadsList(reads);
  },
);

const merkleSummary = message(
  () => new kvrwset.QueryReadsMerkleSummary(),
  { degree: number, level: number, hashes: fc.array(hash, { maxLength: 3 }) },
  (it, { degree, level, hashes }) => {
    it.setMaxDegree(degree);
    it.setMaxLevel(level);
    it.setMaxLevelHashesList(hashes);
  },
);

const rangeQuery = message(
  () => new kvrwset.RangeQueryInfo(),
  { from: key, to: key, exhausted: fc.boolean(), result: fc.oneof(fc.constant(undefined), rawReads, merkleSummary) },
  (it, { from, to, exhausted, result }) => {
    it.setStartKey(from);
    it.setEndKey(to);
    it.setItrExhausted(exhausted);
    if (result instanceof kvrwset.QueryReads) it.setRawReads(result);
    else it.setReadsMerkleHashes(result);
  },
);

const keyReadWriteSet = message(
  () => new kvrwset.KVRWSet(),
  {
    reads: fc.array(read, { maxLength: 3 }),
    queries: fc.array(rangeQuery, { maxLength: 2 }),
    writes: fc.array(write, { maxLength: 3 }),
    metadata: fc.array(metadataWrite, { maxLength: 2 }),
  },
  (it, { reads, queries, writes, metadata }) => {
    it.setReadsList(reads);
    it.setRangeQueriesInfoList(queries);
    it.setWritesList(writes);
    it.setMetadataWritesList(metadata);
  },
);

const hashedRead = message(
  () => new kvrwset.KVReadHash(),
  { hash, version: fc.option(version, { nil: undefined }) },
  (it, values) => {
    it.setKeyHash(values.hash);
    it.setVersion(values.version);
  },
);

const hashedWrite = message(
  () => new kvrwset.KVWriteHash(),
  { hash, isDelete: fc.boolean(), isPurge: fc.boolean(), valueHash: hash },
  (it, values) => {
    it.setKeyHash(values.hash);
    it.setIsDelete(values.isDelete);
    it.setIsPurge(values.isPurge);
    it.setValueHash(values.valueHash);
  },
);

const hashedMetadataWrite = message(
  () => new kvrwset.KVMetadataWriteHash(),
  { hash, entries: fc.array(entry, { maxLength: 2 }) },
  (it, values) => {
    it.setKeyHash(values.hash);
    it.setEntriesList(values.entries);
  },
);

const hashedReadWriteSet = message(
  () => new kvrwset.HashedRWSet(),
  {
    reads: fc.array(hashedRead, { maxLength: 2 }),
    writes: fc.array(hashedWrite, { maxLength: 2 }),
    metadata: fc.array(hashedMetadataWrite, { maxLength: 1 }),
  },
  (it, { reads, writes, metadata }) => {
    it.setHashedReadsList(reads);
    it.setHashedWritesList(writes);
    it.setMetadataWritesList(metadata);
  },
);

const collection = message(
  () => new rwset.CollectionHashedReadWriteSet(),
  { name, set: encoded(hashedReadWriteSet), hash },
  (it, values) => {
    it.setCollectionName(values.name);
    it.setHashedRwset(values.set);
    it.setPvtRwsetHash(values.hash);
  },
);

const namespace = message(
  () => new rwset.NsReadWriteSet(),
  { name, set: encoded(keyReadWriteSet), collections: fc.array(collection, { maxLength: 2 }) },
  (it, values) => {
    it.setNamespace(values.name);
    it.setRwset(values.set);
    it.setCollectionHashedRwsetList(values.collections);
  },
);

const results = message(
  () => new rwset.TxReadWriteSet(),
  { namespaces: fc.array(namespace, { maxLength: 3 }) },
  (it, { namespaces }) => {
    it.setNsRwsetList(namespaces);
  },
);

/** Identities without a certificate: their subject is null, and they may contain anything. */
const identity = message(
  () => new msp.SerializedIdentity(),
  { name, id: bytes() },
  (it, values) => {
    it.setMspid(values.name);
    it.setIdBytes(values.id);
  },
);

const signatureHeader = message(
  () => new common.SignatureHeader(),
  { creator: encoded(identity), nonce: bytes(24) },
  (it, values) => {
    it.setCreator(values.creator);
    it.setNonce(values.nonce);
  },
);

const endorsement = message(
  () => new peer.Endorsement(),
  { endorser: encoded(identity), signature: bytes(72) },
  (it, values) => {
    it.setEndorser(values.endorser);
    it.setSignature(values.signature);
  },
);

const chaincodeId = message(
  () => new peer.ChaincodeID(),
  { name, version: name, path: key },
  (it, values) => {
    it.setName(values.name);
    it.setVersion(values.version);
    it.setPath(values.path);
  },
);

const event = message(
  () => new peer.ChaincodeEvent(),
  { chaincode: name, txId: name, name, payload: bytes(100) },
  (it, values) => {
    it.setChaincodeId(values.chaincode);
    it.setTxId(values.txId);
    it.setEventName(values.name);
    it.setPayload(values.payload);
  },
);

const response = message(
  () => new peer.Response(),
  { status: fc.constantFrom(200, 500), message: key, payload: bytes(100) },
  (it, values) => {
    it.setStatus(values.status);
    it.setMessage(values.message);
    it.setPayload(values.payload);
  },
);

const chaincodeAction = message(
  () => new peer.ChaincodeAction(),
  { results: encoded(results), event: fc.option(encoded(event), { nil: new Uint8Array() }), response, chaincodeId },
  (it, values) => {
    it.setResults(values.results);
    it.setEvents(values.event);
    it.setResponse(values.response);
    it.setChaincodeId(values.chaincodeId);
  },
);

const responsePayload = message(
  () => new peer.ProposalResponsePayload(),
  { hash, extension: encoded(chaincodeAction) },
  (it, values) => {
    it.setProposalHash(values.hash);
    it.setExtension$(values.extension);
  },
);

const input = message(
  () => new peer.ChaincodeInput(),
  {
    args: fc.array(bytes(60), { maxLength: 4 }),
    decorations: fc.dictionary(name, bytes(), { maxKeys: 2 }),
    isInit: fc.boolean(),
  },
  (it, { args, decorations, isInit }) => {
    it.setArgsList(args);
    it.setIsInit(isInit);
    for (const [key, value] of Object.entries(decorations)) it.getDecorationsMap().set(key, value);
  },
);

const invocation = message(
  () => new peer.ChaincodeInvocationSpec(),
  { input, chaincodeId },
  (it, values) => {
    const spec = new peer.ChaincodeSpec();
    spec.setType(peer.ChaincodeSpec.Type.GOLANG);
    spec.setChaincodeId(values.chaincodeId);
    spec.setInput(values.input);
    it.setChaincodeSpec(spec);
  },
);

const proposalPayload = message(
  () => new peer.ChaincodeProposalPayload(),
  { input: encoded(invocation) },
  (it, values) => {
    it.setInput(values.input);
  },
);

const actionPayload = message(
  () => new peer.ChaincodeActionPayload(),
  {
    proposal: encoded(proposalPayload),
    response: encoded(responsePayload),
    endorsements: fc.array(endorsement, { maxLength: 3 }),
  },
  (it, { proposal, response: payload, endorsements }) => {
    const action = new peer.ChaincodeEndorsedAction();
    action.setProposalResponsePayload(payload);
    action.setEndorsementsList(endorsements);
    it.setAction(action);
    it.setChaincodeProposalPayload(proposal);
  },
);

const endorserTransaction = message(
  () => new peer.Transaction(),
  { header: encoded(signatureHeader), payload: encoded(actionPayload) },
  (it, { header, payload }) => {
    const action = new peer.TransactionAction();
    action.setHeader(header);
    action.setPayload(payload);
    it.setActionsList([action]);
  },
);

const channelHeader = message(
  () => new common.ChannelHeader(),
  {
    channel: name,
    txId: name,
    epoch: number,
    at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
  },
  (it, values) => {
    it.setType(common.HeaderType.ENDORSER_TRANSACTION);
    it.setChannelId(values.channel);
    it.setTxId(values.txId);
    it.setEpoch(values.epoch);
    it.setTimestamp(Timestamp.fromDate(values.at));
  },
);

const envelope = message(
  () => new common.Envelope(),
  {
    channelHeader: encoded(channelHeader),
    signatureHeader: encoded(signatureHeader),
    data: encoded(endorserTransaction),
    signature: bytes(72),
  },
  (it, values) => {
    const header = new common.Header();
    header.setChannelHeader(values.channelHeader);
    header.setSignatureHeader(values.signatureHeader);
    const payload = new common.Payload();
    payload.setHeader(header);
    payload.setData(values.data);
    it.setPayload(payload.serializeBinary());
    it.setSignature(values.signature);
  },
);

const metadataSignature = message(
  () => new common.MetadataSignature(),
  { header: encoded(signatureHeader), signature: bytes(72) },
  (it, values) => {
    it.setSignatureHeader(values.header);
    it.setSignature(values.signature);
  },
);

const ordererMetadata = message(
  () => new common.OrdererBlockMetadata(),
  { lastConfig: number, consenters: fc.array(number, { minLength: 1, maxLength: 3 }), next: number, index: number },
  (it, { lastConfig, consenters, next, index }) => {
    const config = new common.LastConfig();
    config.setIndex(lastConfig);
    const raft = new orderer.etcdraft.BlockMetadata();
    raft.setConsenterIdsList(consenters);
    raft.setNextConsenterId(next);
    raft.setRaftIndex(index);
    it.setLastConfig(config);
    const consenter = new common.Metadata();
    consenter.setValue(raft.serializeBinary());
    it.setConsenterMetadata(consenter.serializeBinary());
  },
);

const signaturesMetadata = message(
  () => new common.Metadata(),
  { value: encoded(ordererMetadata), signatures: fc.array(metadataSignature, { maxLength: 2 }) },
  (it, { value, signatures }) => {
    it.setValue(value);
    it.setSignaturesList(signatures);
  },
);

/** Blocks of endorsed transactions that use every field of a read-write set. */
export const arbitraryBlock: fc.Arbitrary<common.Block> = message(
  () => new common.Block(),
  {
    number,
    previousHash: hash,
    dataHash: hash,
    envelopes: fc.array(encoded(envelope), { minLength: 1, maxLength: 3 }),
    codes: fc.array(fc.constantFrom(...VALIDATION_CODES), { minLength: 3, maxLength: 3 }),
    signatures: encoded(signaturesMetadata),
    commitHash: hash,
  },
  (it, { number: height, previousHash, dataHash, envelopes, codes, signatures, commitHash }) => {
    const header = new common.BlockHeader();
    header.setNumber(height);
    header.setPreviousHash(previousHash);
    header.setDataHash(dataHash);
    const data = new common.BlockData();
    data.setDataList(envelopes);
    const commit = new common.Metadata();
    commit.setValue(commitHash);
    const metadata = new common.BlockMetadata();
    const filter = Uint8Array.from(codes.slice(0, envelopes.length));
    metadata.setMetadataList([signatures, new Uint8Array(), filter, new Uint8Array(), commit.serializeBinary()]);
    it.setHeader(header);
    it.setData(data);
    it.setMetadata(metadata);
  },
);
