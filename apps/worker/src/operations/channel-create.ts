import type { ChannelState, OperationInput, OperationState } from '@heddle/contracts';
import { channelGenesisBlock, decodeBlock, waitForHeight } from '@heddle/fabric';
import { defineOperation, step, type StateChange, type StepContext } from '@heddle/queue';
import { eachOf } from '@heddle/runtime';
import { announce, removedOf } from '../chain/announce';
import { genesisOf, loadChannelWorld, type ChannelWorld } from '../world/channel-world';
import { recordObservations } from '../chain/observations';
import { publishingHealth } from '../chain/publish-health';
import { atNode } from '../errors/at-node';
import { explaining } from '../errors/explain';
import { OperationFailure } from '../errors/operation-failure';
import { reachingNodes } from '../errors/reaching-nodes';
import { ChainClients } from '../fabric/chain-clients';
import { anchorPeers, channelDefinition } from '../fabric/channel-definition';
import { untilLed } from '../fabric/channel-orderers';
import { gatherOrderers } from '../fabric/gather-orderers';
import { leaveChannel } from '../fabric/leave-channel';
import type { WorkerServices } from '../services';
import { counted } from '../steps/counted';
import { STEP_SECONDS } from './step-seconds';

type Input = OperationInput<'channel.create'>;
type Context = StepContext<Input, WorkerServices>;

/** Longer than the reconciler needs to restart a peer that has died twice: its interval, the backoff, the start. */
const UNTIL_REVIVED = { attempts: 6 };

const SECONDS = STEP_SECONDS['channel.create'];

/** Weights follow durations measured with local nodes (3 orderers, 4 peers; about 40 ms each). */
export const channelCreate = defineOperation('channel.create', {
  steps: [
    step('config', { weight: SECONDS.config }, explaining(buildGenesisBlock), removeFiles),
    step(
      'orderers',
      { weight: SECONDS.orderers, retry: { attempts: 1 } },
      reachingNodes(joinOrderers),
      reachingNodes(leaveOrderers),
    ),
    step('peers', { weight: SECONDS.peers, retry: UNTIL_REVIVED }, reachingNodes(joinPeers), reachingNodes(leavePeers)),
    step('verify', { weight: SECONDS.verify }, reachingNodes(verify)),
  ],
  onState: followOperation,
});

const STATES: Partial<Record<OperationState, ChannelState>> = {
  running: 'creating',
  succeeded: 'active',
  failed: 'failed',
  cancelled: 'failed',
};

type Change = StateChange<Input, WorkerServices>;

/** The row is deleted at the end of a rollback, so that every undo still finds it, and even if no step had started. */
async function followOperation({ store, services, input, state, error }: Change): Promise<void> {
  if (state === 'rolled_back') return forgetChannel(store, services, input);
  const channelState = STATES[state];
  if (channelState === undefined) return;
  const { live } = services;
  const { chainId, channelId } = input;
  await publishingHealth({ store, live, chainId }, async () => {
    if (state === 'succeeded') await store.channelNodes.setAll(channelId, 'joined');
    const row = await store.channels.setState(channelId, channelState, error?.message ?? null);
    await announce(store, live, chainId, { channels: [row] });
  });
}

/** Built once: the stored block is the channel's block, even if the plan could be built again. */
async function buildGenesisBlock({ services, input, report, transaction }: Context): Promise<void> {
  const world = await loadChannelWorld(services, input);
  const { channel, plan } = world;
  const genesisBlock = channel.genesisBlock ?? Buffer.from(channelGenesisBlock(channelDefinition(plan)));
  const anchors = plan.organizations.map(({ name }) => [
    name,
    anchorPeers(name, plan.peers).map(({ host, port }) => `${host}:${port}`),
  ]);
  await transaction((store) =>
    store.channels.update(channel.id, {
      genesisBlock,
      anchorPeers: Object.fromEntries(anchors) as Record<string, string[]>,
    }),
  );
  await services.artifacts.write(input.chainId, `channels/${channel.name}/genesis.block`, genesisBlock);
  report.info(`Genesis block of ${channel.name}: ${genesisBlock.length} bytes, anchor peers set`);
}

async function joinOrderers({ services, input, report, signal }: Context): Promise<void> {
  const world = await loadChannelWorld(services, input);
  const { channel, orderers } = world;
  await using clients = new ChainClients(world, services.runtimes);
  await gatherOrderers({
    channel: channel.name,
    genesisBlock: genesisOf(world),
    orderers,
    clients,
    runtimes: services.runtimes,
    limitMs: services.limits.leaderMs,
    signal,
    report: (joined, message) => {
      report.progress(joined, orderers.length, message);
    },
  });
}

/** Raft elects a leader meanwhile; `verify` waits for it. */
async function joinPeers({ services, input, report, signal }: Context): Promise<void> {
  const world = await loadChannelWorld(services, input);
  const { channel, memberPeers } = world;
  const block = genesisOf(world);
  await using clients = new ChainClients(world, services.runtimes);
  let done = 0;
  await eachOf(memberPeers, async (node) => {
    await atNode(node, async () => (await clients.peer(node)).ensureJoined(channel.name, block, { signal }));
    done += 1;
    report.progress(done, memberPeers.length, `${node.plan.name} joined ${channel.name}`);
  });
}

/** The channel must have a leader, and every peer its block. */
async function verify({ services, input, report, signal }: Context): Promise<void> {
  const world = await loadChannelWorld(services, input);
  const { channel, memberPeers } = world;
  const { runtimes, limits } = services;
  await using clients = new ChainClients(world, runtimes);
  await verifyPeers(world, clients, signal);
  await untilLed({ world, runtimes, limitMs: limits.leaderMs, signal });
  await recordObservations(services, input.chainId);
  report.info(
    `${channel.name} is served by ${counted(memberPeers.length, 'peer')} and ${counted(world.orderers.length, 'orderer')}`,
  );
}

/** Every peer must hold the block that was created for this channel, not one of an earlier channel of the same name. */
async function verifyPeers(world: ChannelWorld, clients: ChainClients, signal: AbortSignal): Promise<void> {
  const { channel, memberPeers } = world;
  const expected = decodeBlock(genesisOf(world)).header.dataHash;
  await eachOf(memberPeers, async (node) => {
    const peer = await clients.peer(node);
    await waitForHeight(peer, channel.name, 1, { signal });
    const first = await peer.blockByNumber(channel.name, 0, { signal });
    if (!expected.equals(decodeBlock(first).header.dataHash)) {
      throw new OperationFailure('channel_join_failed', `${node.plan.name} holds another channel ${channel.name}.`, {
        remedy: 'Choose another channel name: this one was used on the chain before.',
        retryable: false,
      });
    }
  });
}

async function leaveOrderers({ services, input, report, signal }: Context): Promise<void> {
  const world = await loadChannelWorld(services, input);
  await using clients = new ChainClients(world, services.runtimes);
  await eachOf(world.orderers, async (node) => {
    const participation = await clients.participation(node);
    await atNode(node, () => participation.ensureRemoved(world.channel.name, { signal }));
  });
  report.info(`The orderers left ${world.channel.name}`);
}

/** One peer after another, so that the others continue to serve the chain's other channels. */
async function leavePeers({ services, input, report, signal }: Context): Promise<void> {
  const world = await loadChannelWorld(services, input);
  const { memberPeers } = world;
  const channel = world.channel.name;
  await using clients = new ChainClients(world, services.runtimes);
  for (const [index, node] of memberPeers.entries()) {
    await leaveChannel(node, { channel, clients, runtimes: services.runtimes, signal });
    report.progress(index + 1, memberPeers.length, `${node.plan.name} has left ${channel}`);
  }
}

async function removeFiles({ services, input: { chainId, channelId }, report }: Context): Promise<void> {
  const { name } = await services.database.store.channels.get(channelId);
  await services.artifacts.remove(chainId, `channels/${name}`);
  report.info(`The files of ${name} are removed`);
}

async function forgetChannel(
  store: Change['store'],
  { live }: WorkerServices,
  { chainId, channelId }: Input,
): Promise<void> {
  const channel = await store.channels.get(channelId);
  await store.channels.remove(channelId);
  await announce(store, live, chainId, { removed: removedOf('channel', [channel]) });
}
