import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPeer } from '@heddle/fabric';
import { freePorts } from './free-ports';
import { writeNodeConfig } from './node-config';
import { testGenesisBlock, type TestChannelOptions } from './test-genesis';
import { createTestIdentities } from './test-identities';
import type { TestMembers, TestOrganization } from './test-members';
import { ORDERER_PORTS, TestOrderer, type NodePlace } from './test-orderer';
import { PEER_PORTS, TestPeer } from './test-peer';

export interface TestNetworkOptions {
  /** Default 1. */
  readonly orderers?: number;
  /** Default 2. */
  readonly organizations?: number;
  /** Default 1. */
  readonly peersPerOrganization?: number;
}

/** A running Fabric network for live tests, TLS everywhere, tuned to be quick. */
export interface TestNetwork extends TestMembers {
  /** The network's files; removed by `stop`. */
  readonly folder: string;
  /** The genesis block of a channel of all organizations, 100 ms raft ticks and batches. */
  genesisBlock(channel: string, options?: TestChannelOptions): Uint8Array;
  /** Creates a channel and joins every orderer and peer to it. */
  createChannel(channel: string, options?: TestChannelOptions): Promise<void>;
  /** Ends every process and removes every file. */
  stop(): Promise<void>;
}

/**
 * Starts real orderer and peer processes from FABRIC_HOME (or PATH) on free ports of 127.0.0.1, with identities and
 * genesis blocks created by this workspace, and waits until all of them are up.
 */
export async function startTestNetwork(options: TestNetworkOptions = {}): Promise<TestNetwork> {
  const network = await createNetwork(await mkdtemp(join(tmpdir(), 'heddle-network-')), options);
  try {
    await startNodes(network);
    return network;
  } catch (error) {
    await network.stop();
    throw error;
  }
}

async function createNetwork(folder: string, options: TestNetworkOptions): Promise<TestNetwork> {
  const { orderers: ordererCount = 1, organizations: organizationCount = 2, peersPerOrganization = 1 } = options;
  const place = await placeNodes(
    folder,
    ordererCount * ORDERER_PORTS + organizationCount * peersPerOrganization * PEER_PORTS,
  );
  const ordererOrganization = await createTestIdentities('OrdererMSP', 'orderer.test');
  const orderers = await atLeastOne(ordererCount, (index) =>
    TestOrderer.create(place(`orderer${String(index)}`, ORDERER_PORTS), ordererOrganization),
  );
  const organizations = await atLeastOne(organizationCount, async (index): Promise<TestOrganization> => {
    const name = `org${String(index + 1)}`;
    const identities = await createTestIdentities(`Org${String(index + 1)}MSP`, `${name}.test`);
    const peers = await atLeastOne(peersPerOrganization, (number) =>
      TestPeer.create(place(`peer${String(number)}.${name}`, PEER_PORTS), identities),
    );
    return { ...identities, peers };
  });
  const network: TestNetwork = {
    folder,
    ordererOrganization,
    orderers,
    organizations,
    genesisBlock(channel, channelOptions) {
      return testGenesisBlock(network, channel, channelOptions);
    },
    createChannel(channel, channelOptions) {
      return createChannel(network, channel, channelOptions);
    },
    async stop() {
      await stopNodes(network);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return network;
}

/** Allocates distinct folders and ports. */
async function placeNodes(folder: string, portCount: number): Promise<(name: string, ports: number) => NodePlace> {
  const configFolder = join(folder, 'config');
  await mkdir(configFolder);
  await writeNodeConfig(configFolder);
  const free = await freePorts(portCount);
  return (name, count) => ({ name, folder: join(folder, name), configFolder, ports: free.splice(0, count) });
}

async function startNodes({ orderers, organizations }: TestNetwork): Promise<void> {
  const starts = organizations.flatMap(({ peers }) => peers.map((peer) => peer.start(peers[0])));
  const outcomes = await Promise.allSettled([...orderers.map((orderer) => orderer.start()), ...starts]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function stopNodes({ orderers, organizations }: TestNetwork): Promise<void> {
  const nodes = [...organizations.flatMap(({ peers }) => peers), ...orderers];
  await Promise.all(nodes.map((node) => node.stop()));
}

async function createChannel(network: TestNetwork, channel: string, options?: TestChannelOptions): Promise<void> {
  const block = network.genesisBlock(channel, options);
  await Promise.all(network.orderers.map(({ participation }) => participation.join(block)));
  const joins = network.organizations.flatMap(({ peers, admin }) =>
    peers.map(async ({ endpoint }) => {
      using peer = connectPeer({ endpoint, signer: admin });
      await peer.joinChannel(block);
    }),
  );
  await Promise.all(joins);
}

async function atLeastOne<T>(count: number, make: (index: number) => Promise<T>): Promise<[T, ...T[]]> {
  const [first, ...others] = await Promise.all(Array.from({ length: count }, (_, index) => make(index)));
  if (first === undefined) throw new RangeError('a test network needs at least one of each');
  return [first, ...others];
}
