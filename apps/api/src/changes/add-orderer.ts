import { planNode } from '@heddle/topology';
import { consentersAfter } from './consenter-quorum';
import { addConsenterSteps } from './consenter-steps';
import { channelsToJoin, nodesOfKind, withNodes } from './find-channels';
import { newNodeSteps, reserveNode, WRITE_PROFILES, type ChangePlanner } from './planned-change';

/** Plans another orderer, which becomes a consenter of the channels. */
export const planOrdererAdd: ChangePlanner<'orderer.add'> = async (store, { id: chainId }, change) => {
  const organizations = await store.organizations.ofChain(chainId);
  const organization = organizations.find(({ kind }) => kind === 'orderer');
  if (organization === undefined) throw new Error('The chain has no ordering service.');
  const { name: node } = planNode(organization, organization.nextOrdinal);
  const all = await store.channels.ofChain(chainId);
  const channels = await withNodes(
    store,
    chainId,
    channelsToJoin(all, change.channels, 'an active channel of this chain'),
  );
  const orderers = await nodesOfKind(store, chainId, 'orderer');
  const plans = channels.map((one) => ({
    channel: one.channel,
    node,
    after: consentersAfter({ ...one, node, orderers, change: 'add' }),
  }));
  return {
    preview: {
      node,
      restarts: [],
      warnings: [],
      steps: [...newNodeSteps(node), ...addConsenterSteps(plans), WRITE_PROFILES],
    },
    reserve: async (transaction) => ({
      ...(await reserveNode(transaction, organization)),
      channels: channels.map(({ channel }) => ({ channelId: channel.id })),
    }),
  };
};
