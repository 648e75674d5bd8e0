import { raftQuorum } from '@heddle/contracts';
import {
  addConsenter,
  describeChannel,
  removeConsenter,
  setOrdererEndpoints,
  type ChannelParticipation,
  type ConsenterDefinition,
} from '@heddle/fabric';
import { setTimeout as delay } from 'node:timers/promises';
import { grpcAddress, type WorldNode } from '../../world/chain-world';
import type { ChannelWorld } from '../../world/channel-world';
import { atNode } from '../../errors/at-node';
import { OperationFailure } from '../../errors/operation-failure';
import type { ChainClients } from '../../fabric/chain-clients';
import { keysOf } from '../../world/chain-keys';
import { MAJORITY_REMEDY } from '../../fabric/channel-orderers';
import { updateConfig } from '../../fabric/update-config';
import type { ChainRuntimes } from '../../runtimes/chain-runtimes';

/** An orderer that joins or leaves the consenters of a channel. */
export interface ChannelOrderer {
  readonly world: ChannelWorld;
  readonly clients: ChainClients;
  readonly runtimes: ChainRuntimes;
  readonly orderer: WorldNode;
  readonly signal: AbortSignal;
}

function consenterOf({ world, orderer }: ChannelOrderer): ConsenterDefinition {
  const { name, organization } = orderer.plan;
  const certificate = keysOf(world.keys, organization).nodes[name]?.tls.certificate;
  if (certificate === undefined) throw new Error(`${name} has no TLS certificate.`);
  return { ...grpcAddress(orderer), clientTlsCert: certificate, serverTlsCert: certificate };
}

/** The orderers of the channel without the one that changes, which may not know the channel's newest blocks. */
const othersOf = ({ world, orderer }: ChannelOrderer): WorldNode[] =>
  world.orderers.filter(({ plan }) => plan.name !== orderer.plan.name);

/** Adds the orderer to the consenters of the channel, or removes it. */
export function setConsenter(changing: ChannelOrderer, wanted: boolean): Promise<void> {
  const { world, clients, orderer, signal } = changing;
  const { host, port } = grpcAddress(orderer);
  return updateConfig({
    world,
    clients,
    what: 'consenters',
    edit: (config) => {
      const { consenters } = describeChannel(config).orderer;
      const present = consenters.some((one) => one.host === host && one.port === port);
      if (present === wanted) return config;
      return wanted ? addConsenter(config, consenterOf(changing)) : removeConsenter(config, { host, port });
    },
    signedBy: [world.ordererOrganization.name],
    orderers: othersOf(changing),
    signal,
  });
}

/** Adds the orderer's address to those that peers and applications use, or removes it. */
export function setEndpoint(changing: ChannelOrderer, wanted: boolean): Promise<void> {
  const { world, clients, orderer, signal } = changing;
  const { host, port } = grpcAddress(orderer);
  const endpoint = `${host}:${port}`;
  const { mspId, name } = world.ordererOrganization;
  return updateConfig({
    world,
    clients,
    what: 'orderer endpoints',
    edit: (config) => {
      const { organizations } = describeChannel(config).orderer;
      const present = organizations.find((one) => one.mspId === mspId)?.ordererEndpoints ?? [];
      const others = present.filter((one) => one !== endpoint);
      return setOrdererEndpoints(config, mspId, wanted ? [...others, endpoint] : others);
    },
    signedBy: [name],
    orderers: othersOf(changing),
    signal,
  });
}

/** Joins the channel as a follower, and waits until it has the blocks that the others have now. */
export async function followChannel(changing: ChannelOrderer): Promise<void> {
  const { world, clients, orderer, signal } = changing;
  const { name } = world.channel;
  const [source] = othersOf(changing);
  if (source === undefined) throw new Error(`Channel ${name} has no other orderer.`);
  const block = await atNode(source, async () => (await clients.orderer(source)).configBlock(name, { signal }));
  const participation = await clients.participation(orderer);
  await atNode(orderer, () => participation.ensureJoined(name, block.serializeBinary(), { signal }));
  await untilLevel(changing);
}

/** Waits until the orderer has the blocks that the others have now. */
export async function untilLevel(changing: ChannelOrderer): Promise<void> {
  const { name } = changing.world.channel;
  const parts = await Promise.all(othersOf(changing).map((node) => partOf(changing, node).catch(() => undefined)));
  const height = Math.max(1, ...parts.map((part) => part?.height ?? 0));
  await untilPart(
    changing,
    `has not all blocks of ${name}`,
    (part) => part.status === 'active' && part.height >= height,
  );
}

/**
 * Waits until the orderer takes part in the consensus of the channel. A follower needs 5 s or more to find its vote,
 * because it first asks for the new block on an old stream; at its start it asks at once. Where a quorum waits for it,
 * it is therefore restarted.
 */
export async function untilConsenter(changing: ChannelOrderer): Promise<void> {
  const { world, orderer, runtimes, signal } = changing;
  const { name } = world.channel;
  const others = await activeOf(changing, othersOf(changing));
  const { consensusRelation } = await partOf(changing, orderer);
  if (others < raftQuorum(othersOf(changing).length + 1) && consensusRelation === 'follower') {
    const node = { chainId: orderer.row.chainId, name: orderer.plan.name };
    await runtimes.restart(node, { signal });
    await runtimes.waitUntilReady({ chainId: node.chainId, names: [node.name] }, { signal });
  }
  await untilPart(
    changing,
    `is no active consenter of ${name}`,
    ({ consensusRelation, status }) => consensusRelation === 'consenter' && status === 'active',
  );
}

async function partOf({ world, clients, signal }: ChannelOrderer, node: WorldNode): Promise<ChannelParticipation> {
  const participation = await clients.participation(node);
  return atNode(node, () => participation.info(world.channel.name, { signal }));
}

/** Milliseconds. Reading a long ledger takes hours; a node that makes no progress for this time does not. */
const STALLED_MS = 120_000;
const POLL_MS = 100;

async function untilPart(
  changing: ChannelOrderer,
  lack: string,
  holds: (part: ChannelParticipation) => boolean,
): Promise<void> {
  const { orderer, signal } = changing;
  let height = -1;
  let deadline = Date.now() + STALLED_MS;
  for (;;) {
    const part = await partOf(changing, orderer);
    if (holds(part)) return;
    if (part.height > height) {
      height = part.height;
      deadline = Date.now() + STALLED_MS;
    }
    if (Date.now() > deadline) {
      const seen = `${part.consensusRelation}, ${part.status}, ${part.height} blocks`;
      throw new OperationFailure('no_leader', `${orderer.plan.name} ${lack}: ${seen}.`, {
        remedy: MAJORITY_REMEDY,
        retryable: true,
      });
    }
    await delay(POLL_MS, undefined, { signal });
  }
}

/**
 * Checks that a majority of the consenters is active before and after a change of one of them.
 *
 * @param change the number of consenters that are added (1) or removed (-1)
 * @throws OperationFailure `no_leader` with the arithmetic
 */
export async function assertQuorum(changing: ChannelOrderer, change: 1 | -1): Promise<void> {
  const { world, orderer } = changing;
  const others = othersOf(changing);
  await assertActive(
    changing,
    world.orderers.filter((node) => change === -1 || node !== orderer),
    'has no quorum now',
  );
  await assertActive(
    changing,
    change === 1 ? [...others, orderer] : others,
    `would lose its quorum ${change === 1 ? 'with' : 'without'} ${orderer.plan.name}`,
  );
}

async function assertActive(changing: ChannelOrderer, consenters: readonly WorldNode[], lack: string): Promise<void> {
  const active = await activeOf(changing, consenters);
  const needed = raftQuorum(consenters.length);
  if (active >= needed) return;
  throw new OperationFailure(
    'no_leader',
    `Channel ${changing.world.channel.name} ${lack}: of ${consenters.length} consenters, ${needed} are needed and ${active} are active.`,
    {
      remedy: 'Start the orderers that do not run (Nodes tab), then retry.',
      retryable: true,
    },
  );
}

/** How many of the orderers answer and are active in the channel. */
async function activeOf(changing: ChannelOrderer, orderers: readonly WorldNode[]): Promise<number> {
  const parts = await Promise.all(orderers.map((node) => partOf(changing, node).catch(() => undefined)));
  return parts.filter((part) => part?.status === 'active').length;
}
