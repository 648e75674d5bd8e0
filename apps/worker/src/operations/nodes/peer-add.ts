import type { ChannelId, OperationInput } from '@heddle/contracts';
import { LifecycleClient } from '@heddle/fabric';
import { defineOperation, step, type StepContext } from '@heddle/queue';
import { recordObservations } from '../../chain/observations';
import { loadChainWorld } from '../../world/chain-world';
import { chaincodeWorld } from '../../world/chaincode-world';
import { channelWorld } from '../../world/channel-world';
import { packageOf } from '../../chaincode/package-definition';
import { atNode } from '../../errors/at-node';
import { reachingNodes } from '../../errors/reaching-nodes';
import { ChainClients } from '../../fabric/chain-clients';
import type { WorkerServices } from '../../services';
import { STEP_SECONDS } from '../step-seconds';
import { catchUp, joinBySnapshot, joinFromGenesis, peerOf } from './join-channel';
import { joinedAtLast } from './membership';
import { awaitNewNode, planNewNode, removeNode, startNewNode, writeProfiles } from './new-node';

type Input = OperationInput<'peer.add' | 'peer.recreate'>;
type Context = StepContext<Input, WorkerServices>;

const SECONDS = STEP_SECONDS['peer.add'];

/** Adds a peer to an organization. Other nodes learn of it through gossip and discovery. */
export const peerAdd = defineOperation<'peer.add', WorkerServices>('peer.add', {
  steps: [
    step('plan', { weight: SECONDS.plan }, planNewNode, removeNode),
    step('start', { weight: SECONDS.start, retry: { attempts: 2, delayMs: 500 } }, startNewNode),
    step('ready', { weight: SECONDS.ready, retry: { attempts: 2, delayMs: 500 } }, awaitNewNode),
    step('join', { weight: SECONDS.join }, reachingNodes(joinChannels)),
    step('install', { weight: SECONDS.install }, reachingNodes(installPackages)),
    step('profiles', { weight: SECONDS.profiles }, writeProfiles),
  ],
  onState: joinedAtLast,
});

/** Joins one channel after another, and waits until the peer has all blocks that the others had at its start. */
export async function joinChannels(context: Context): Promise<void> {
  const { services, input, report, signal } = context;
  const { chainId, channels, node } = input;
  const chain = await loadChainWorld(services, chainId);
  for (const [index, { channelId, from }] of channels.entries()) {
    const world = await channelWorld(services, chain, channelId);
    await using clients = new ChainClients(world, services.runtimes);
    const joining = { world, clients, added: peerOf(world, node), signal };
    if (from === 'snapshot') await joinBySnapshot(context, joining);
    else await joinFromGenesis(joining);
    await catchUp(joining);
    report.progress(index + 1, channels.length, `${node} has joined ${world.channel.name} and has all its blocks`);
  }
}

/** Installs its organization's package of every committed definition. */
export async function installPackages({ services, input, report, signal }: Context): Promise<void> {
  const { chainId, channels, node } = input;
  const chain = await loadChainWorld(services, chainId);
  for (const { channelId } of channels) {
    for (const { id: chaincodeId, name, committedDefinitionId } of await committedOn(services, channelId)) {
      if (committedDefinitionId === null) continue;
      const deployed = { channelId, chaincodeId, definitionId: committedDefinitionId };
      const world = await chaincodeWorld(services, chain, deployed);
      await using clients = new ChainClients(world, services.runtimes);
      const added = peerOf(world, node);
      const bytes = await packageOf(services, world, input.organization);
      await atNode(added, async () =>
        new LifecycleClient(await clients.peer(added)).ensureInstalled(bytes, { signal }),
      );
      report.info(`${name} ${world.definition.version} is installed on ${node}`);
    }
  }
  await recordObservations(services, chainId);
}

const committedOn = ({ database }: WorkerServices, channelId: ChannelId) =>
  database.store.chaincodes.ofChannel(channelId);
