import type { OperationInput } from '@heddle/contracts';
import { setAnchorPeers, type HostPort } from '@heddle/fabric';
import { defineOperation, step, type StepContext } from '@heddle/queue';
import { announce } from '../../chain/announce';
import { grpcAddress, loadChainWorld, type WorldNode } from '../../world/chain-world';
import { channelWorld, type ChannelWorld } from '../../world/channel-world';
import { reachingNodes } from '../../errors/reaching-nodes';
import { ChainClients } from '../../fabric/chain-clients';
import { updateConfig } from '../../fabric/update-config';
import type { WorkerServices } from '../../services';
import { STEP_SECONDS } from '../step-seconds';
import { announceChain, setMembership } from './membership';
import { removeNode } from './new-node';

type Context = StepContext<OperationInput<'peer.remove'>, WorkerServices>;

const SECONDS = STEP_SECONDS['peer.remove'];

/**
 * Removes a peer from its organization. It is the last step that cannot be undone: before it, the peer still runs and
 * serves its channels.
 */
export const peerRemove = defineOperation('peer.remove', {
  steps: [
    step('leave', { weight: SECONDS.leave }, setMembership('leaving'), setMembership('joined')),
    step('anchors', { weight: SECONDS.anchors }, reachingNodes(moveAnchors)),
    step('remove', { weight: SECONDS.remove }, removeNode),
  ],
  onState: announceChain,
});

/** Where the peer is an anchor peer, another peer of its organization takes its place, if there is one. */
async function moveAnchors({ services, input, report, signal, transaction }: Context): Promise<void> {
  const { chainId, channels, node, organization } = input;
  const chain = await loadChainWorld(services, chainId);
  for (const { channelId } of channels) {
    const world = await channelWorld(services, chain, channelId);
    const leaving = world.peers.find(({ plan }) => plan.name === node);
    const anchors = world.channel.anchorPeers[organization] ?? [];
    if (leaving === undefined || !anchors.includes(textOf(grpcAddress(leaving)))) continue;
    const wanted = anchorsWithout(world, leaving, anchors);
    await using clients = new ChainClients(world, services.runtimes);
    await updateConfig({
      world,
      clients,
      what: `anchor peers of ${organization}`,
      edit: (config) => setAnchorPeers(config, leaving.plan.mspId, wanted),
      signedBy: [organization],
      signal,
    });
    await transaction(async (store) => {
      const { anchorPeers } = await store.channels.get(channelId);
      const row = await store.channels.update(channelId, {
        anchorPeers: { ...anchorPeers, [organization]: wanted.map(textOf) },
      });
      await announce(store, services.live, chainId, { channels: [row] });
    });
    const names = wanted.map(textOf).join(', ');
    report.info(`Anchor peers of ${organization} on ${world.channel.name}: ${names === '' ? 'none' : names}`);
  }
}

const textOf = ({ host, port }: HostPort): string => `${host}:${port}`;

function anchorsWithout({ memberPeers }: ChannelWorld, leaving: WorldNode, anchors: readonly string[]): HostPort[] {
  const own = memberPeers.filter((node) => node !== leaving && node.plan.organization === leaving.plan.organization);
  const isAnchor = (node: WorldNode) => anchors.includes(textOf(grpcAddress(node)));
  const sorted = [...own.filter(isAnchor), ...own.filter((node) => !isAnchor(node))];
  return sorted.slice(0, anchors.length).map(grpcAddress);
}
