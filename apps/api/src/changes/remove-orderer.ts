import { ApiError } from '../errors/api-error';
import { consentersAfter } from './consenter-quorum';
import { removeConsenterSteps } from './consenter-steps';
import { channelsOfNode, nodeOfKind, nodesOfKind } from './find-channels';
import { removeNodeStep, WRITE_PROFILES, type ChangePlanner } from './planned-change';

/** Plans the removal of an orderer, unless a channel would lose its quorum. */
export const planOrdererRemove: ChangePlanner<'orderer.remove'> = async (store, { id: chainId }, change) => {
  const row = await nodeOfKind(store, { chainId, name: change.node, kind: 'orderer' });
  const { name: node } = row;
  const orderers = await nodesOfKind(store, chainId, 'orderer');
  if (orderers.length === 1) {
    throw new ApiError('invalid_state', `${node} is the only orderer of the chain.`, {
      remedy: 'Add another orderer first.',
    });
  }
  const channels = await channelsOfNode(store, row);
  const plans = channels.map((one) => ({
    channel: one.channel,
    node,
    after: consentersAfter({ ...one, node, orderers, change: 'remove' }),
  }));
  return {
    preview: {
      node,
      restarts: [],
      warnings: [],
      steps: [...removeConsenterSteps(plans), removeNodeStep(node), WRITE_PROFILES],
    },
    reserve: () =>
      Promise.resolve({ chainId, node, channels: channels.map(({ channel }) => ({ channelId: channel.id })) }),
  };
};
