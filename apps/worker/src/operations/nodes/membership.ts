import type { ChannelNodeState } from '@heddle/contracts';
import type { Transaction } from '@heddle/data';
import type { LivePublisher, StateChange, StepFunction } from '@heddle/queue';
import { announce } from '../../chain/announce';
import { publishingHealth } from '../../chain/publish-health';
import type { WorkerServices } from '../../services';
import { channelsOf, type ChangingNode } from './new-node';

/** Sets the state of a node in its channels. The health of a channel depends on nodes that have joined it. */
export function setMembership(state: ChannelNodeState): StepFunction<ChangingNode, WorkerServices> {
  return ({ services: { live }, input, transaction }) =>
    transaction((store) => write(store, live, { ...input, state }));
}

/** The view of the chain names the operation that holds it, and counts its nodes. */
export async function announceChain({
  store,
  services: { live },
  input: { chainId },
}: StateChange<Pick<ChangingNode, 'chainId'>, WorkerServices>): Promise<void> {
  await announce(store, live, chainId, { chain: await store.chains.update(chainId, {}) });
}

/** From the success of its operation on, the channels of an added node count on it. */
export async function joinedAtLast(change: StateChange<ChangingNode, WorkerServices>): Promise<void> {
  const { store, services, input, state } = change;
  if (state === 'succeeded') await write(store, services.live, { ...input, state: 'joined' });
  await announceChain(change);
}

async function write(
  store: Transaction,
  live: LivePublisher,
  { state, ...node }: ChangingNode & { readonly state: ChannelNodeState },
): Promise<void> {
  const { chainId, channels } = node;
  await publishingHealth({ store, live, chainId }, async () => {
    for (const { channelId } of channels) await store.channelNodes.setState(channelId, [node.node], state);
    await announce(store, live, chainId, { channels: await channelsOf(store, node) });
  });
}
