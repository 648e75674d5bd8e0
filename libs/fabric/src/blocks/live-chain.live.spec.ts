import {
  deployTestChaincode,
  fabricProgram,
  startTestNetwork,
  type TestDeployment,
  type TestNetwork,
} from '@heddle/testing';
import type { common } from '@hyperledger/fabric-protos';
import { configFromBlock } from '../config/genesis/config-block';
import { computeConfigUpdate } from '../config/update/config-update';
import { setAnchorPeers } from '../config/edits/edit-organizations';
import { configUpdateEnvelope, signConfigUpdate } from '../config/update/sign-config-update';
import { Configtxlator } from '../config/spec/configtxlator';
import { connectGateway, type GatewayClient } from '../network/gateway-client';
import { connectOrderer } from '../network/orderer-client';
import { connectPeer, type PeerClient } from '../network/peer-client';
import { waitForHeight } from '../network/waits';
import { parsePolicy } from '../policies/parse-policy';
import { toSignaturePolicyEnvelope } from '../policies/signature-policy';
import type { Block } from './block';
import { toJson } from './block-json';
import { decodeBlock } from './decode-block';
import type { ChaincodeAction } from './endorser-content';
import { configtxlatorForm } from './spec/configtxlator-form';
import { decodeWithConfigtxlator } from './spec/decode-with-configtxlator';
import type { Transaction } from './transaction';

const CHANNEL = 'trade';
const CHAINCODE = 'basic';

let network: TestNetwork;
let deployment: TestDeployment;
let configtxlator: Configtxlator;
let peer: PeerClient;
let submitted: { readonly public: string; readonly private: string };
let messages: readonly common.Block[];
let chain: readonly Block[];

/** Undone in reverse, also when the setup fails half-way. */
const cleanUp: (() => unknown)[] = [];

beforeAll(async () => {
  configtxlator = await Configtxlator.start(fabricProgram('configtxlator'));
  cleanUp.push(() => configtxlator.stop());
  network = await startTestNetwork({ orderers: 1, organizations: 2 });
  cleanUp.push(() => network.stop());
  await network.createChannel(CHANNEL);
  deployment = await deployTestChaincode(network, { channel: CHANNEL, name: CHAINCODE, ...agreement() });
  cleanUp.push(() => deployment.stop());
  const [{ peers, admin, user }] = network.organizations;
  peer = connectPeer({ endpoint: peers[0].endpoint, signer: admin });
  const gateway = connectGateway({ endpoint: peers[0].endpoint, signer: user });
  cleanUp.push(() => {
    peer.close();
    gateway.close();
  });
  submitted = await submitTransactions(gateway);
  await nameAnotherAnchorPeer();
  messages = await readChain();
  chain = messages.map((message) => decodeBlock(message));
}, 120_000);

afterAll(async () => {
  for (const undo of cleanUp.reverse()) await undo();
});

it('decodes every block of a live chain as configtxlator does', async () => {
  expect(messages.length).toBeGreaterThanOrEqual(5);
  for (const message of messages) {
    const theirs = await decodeWithConfigtxlator(configtxlator, message.serializeBinary());
    expect(theirs).toMatchObject(configtxlatorForm(decodeBlock(message)));
  }
});

it('computes the hashes that chain the blocks', async () => {
  const links = chain.slice(1).map(({ header }) => header.previousHash.toString('hex'));
  expect(chain.slice(0, -1).map(({ header }) => header.hash.toString('hex'))).toEqual(links);
  const { currentBlockHash } = await peer.channelInfo(CHANNEL);
  expect(chain.at(-1)?.header.hash.equals(currentBlockHash)).toBe(true);
});

it('shows a put: call, creator, endorsements of both organizations, write, event and response', () => {
  const transaction = transactionOf(submitted.public);
  expect(transaction.validationCode).toBe('VALID');
  expect(toJson(transaction.creator)).toMatchObject({
    mspId: 'Org1MSP',
    subject: 'CN=User1@org1.test,OU=client,L=San Francisco,ST=California,C=US',
  });
  const action = actionOf(transaction);
  expect(toJson(action)).toMatchObject({
    chaincode: { name: CHAINCODE, version: '1.0' },
    invocation: { chaincodeName: CHAINCODE, function: 'put', arguments: [{ text: 'asset1' }, { text: 'blue' }] },
    response: { status: 200, payload: { text: 'blue' } },
    event: { chaincodeName: CHAINCODE, transactionId: submitted.public, eventName: 'put', payload: { text: 'asset1' } },
    lifecycle: null,
  });
  expect(action.readWriteSets.find(({ namespace }) => namespace === CHAINCODE)?.writes.map(toJson)).toEqual([
    { key: 'asset1', isDelete: false, value: { text: 'blue' } },
  ]);
  expect(action.endorsements.map(({ endorser }) => endorser.mspId).sort()).toEqual(['Org1MSP', 'Org2MSP']);
  expect(action.endorsements.every(({ endorser }) => endorser.subject?.includes('OU=peer') === true)).toBe(true);
});

it('shows private data as hashes only', () => {
  const action = actionOf(transactionOf(submitted.private));
  const [collection] = action.readWriteSets.flatMap(({ collections }) => collections);
  expect(collection?.collection).toBe('secrets');
  expect(collection?.hashedWrites.map(({ keyHash, valueHash }) => [keyHash.length, valueHash.length])).toEqual([
    [32, 32],
  ]);
  expect(JSON.stringify(toJson(action))).not.toContain('hidden');
});

it('shows what the lifecycle approved and committed', () => {
  const calls = chain
    .flatMap(({ transactions }) => transactions)
    .flatMap(({ content }) => (content.kind === 'endorser' ? content.actions : []))
    .flatMap(({ lifecycle }) => (lifecycle === null ? [] : [lifecycle]));
  expect(calls.map((call) => call.function).sort()).toEqual([
    'ApproveChaincodeDefinitionForMyOrg',
    'ApproveChaincodeDefinitionForMyOrg',
    'CommitChaincodeDefinition',
  ]);
  for (const { definition } of calls) {
    expect(definition).toMatchObject({
      name: CHAINCODE,
      version: '1.0',
      sequence: 1,
      collections: [{ name: 'secrets' }],
    });
  }
  const approvals = calls.filter((call) => call.function === 'ApproveChaincodeDefinitionForMyOrg');
  expect(approvals.map(({ definition }) => definition.packageId)).toEqual([deployment.packageId, deployment.packageId]);
});

it('keeps the configuration transactions, and says what an update changed', () => {
  const configurations = chain.flatMap(({ transactions }) => transactions).filter(({ type }) => type === 'CONFIG');
  expect(configurations.map(({ content }) => content.kind === 'config' && content.sequence)).toEqual([0, 1]);
  const content = configurations.at(-1)?.content;
  const update = content?.kind === 'config' ? content.lastUpdate : null;
  expect(update?.channel).toBe(CHANNEL);
  expect(update?.signatures.map(({ signer }) => signer.mspId)).toEqual(['Org1MSP']);
  const known = new Set(update?.readSet.map(({ path, version }) => `${path} ${String(version)}`));
  const changed = update?.writeSet.filter(({ path, version }) => !known.has(`${path} ${String(version)}`));
  expect(changed?.map(({ path }) => path)).toContain('/Channel/Application/Org1MSP/AnchorPeers');
});

it("shows the orderer's signature, the last configuration, raft's index and the commit hash", () => {
  const { metadata } = chain.at(-1) ?? {};
  expect(metadata?.signatures.map(({ signer }) => signer?.mspId)).toEqual(['OrdererMSP']);
  expect(metadata?.raft).toMatchObject({ consenterIds: [1], nextConsenterId: 2 });
  expect(metadata?.commitHash.length).toBe(32);
  expect(chain.map(({ metadata: { lastConfig } }) => lastConfig)).toEqual([
    ...chain.slice(0, -1).map(() => 0),
    chain.length - 1,
  ]);
});

function agreement() {
  const policy = (text: string) => toSignaturePolicyEnvelope(parsePolicy(text)).serializeBinary();
  return {
    endorsementPolicy: { type: 'signature', signaturePolicy: policy("AND('Org1MSP.peer', 'Org2MSP.peer')") },
    collections: [
      {
        name: 'secrets',
        policy: policy("OR('Org1MSP.member', 'Org2MSP.member')"),
        requiredPeerCount: 0,
        maxPeerCount: 1,
        blockToLive: 0,
        memberOnlyRead: true,
        memberOnlyWrite: true,
      },
    ],
  } as const;
}

async function submitTransactions(gateway: GatewayClient): Promise<typeof submitted> {
  const put = await gateway.submit(CHANNEL, CHAINCODE, { fn: 'put', args: ['asset1', 'blue'] });
  const secret = await gateway.submit(CHANNEL, CHAINCODE, {
    fn: 'putPrivate',
    args: ['secrets', 'asset2'],
    transient: { value: 'hidden' },
  });
  return { public: put.transactionId, private: secret.transactionId };
}

async function nameAnotherAnchorPeer(): Promise<void> {
  const [{ peers, admin, mspId }] = network.organizations;
  const { config } = configFromBlock(await peer.configBlock(CHANNEL));
  const edited = setAnchorPeers(config, mspId, [
    { host: '127.0.0.1', port: peers[0].port },
    { host: 'peer9.org1.test', port: 7051 },
  ]);
  const update = computeConfigUpdate(CHANNEL, config, edited);
  const signatures = [await signConfigUpdate(update, admin)];
  const [{ endpoint }] = network.orderers;
  const orderer = connectOrderer({ endpoint, signer: admin });
  const { height } = await peer.channelInfo(CHANNEL);
  await orderer.broadcast(await configUpdateEnvelope({ update, signatures, signer: admin }));
  orderer.close();
  await waitForHeight(peer, CHANNEL, height + 1);
}

async function readChain(): Promise<common.Block[]> {
  const { height } = await peer.channelInfo(CHANNEL);
  return Promise.all(Array.from({ length: height }, (_, number) => peer.blockByNumber(CHANNEL, number)));
}

function transactionOf(id: string): Transaction {
  const found = chain.flatMap(({ transactions }) => transactions).find(({ transactionId }) => transactionId === id);
  if (found === undefined) throw new Error(`${id} is in no block`);
  return found;
}

function actionOf({ content }: Transaction): ChaincodeAction {
  const [action] = content.kind === 'endorser' ? content.actions : [];
  if (action === undefined) throw new Error('this transaction has no chaincode action');
  return action;
}
