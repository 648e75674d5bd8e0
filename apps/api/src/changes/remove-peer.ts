import { portOf } from '@heddle/topology';
import { ApiError } from '../errors/api-error';
import { channelsOfNode, nodeOfKind, nodesOfKind } from './find-channels';
import { lostWithout } from './lost-endorsements';
import { removalFrom } from './peer-removal';
import { planned, removeNodeStep, WRITE_PROFILES, type ChangePlanner } from './planned-change';

/** Plans the removal of a peer, unless a channel or a chaincode needs it. */
export const planPeerRemove: ChangePlanner<'peer.remove'> = async (store, { id: chainId }, change, policiesOf) => {
  const row = await nodeOfKind(store, { chainId, name: change.node, kind: 'peer' });
  const { name: node, organization } = row;
  const peers = await nodesOfKind(store, chainId, 'peer');
  if (peers.length === 1) throw refused(`${node} is the only peer of the chain.`);
  const channels = await channelsOfNode(store, row);
  for (const one of channels) {
    const removal = await removalFrom(store, one, { peers, node });
    if (removal.after.length === 0) throw refused(`${node} is the only peer of channel ${removal.channel}.`);
    const [lost] = lostWithout({ ...removal, policies: policiesOf(one.channel.id) });
    if (lost !== undefined) throw refused(`Without ${node}, ${lost}.`);
  }
  const address = `${row.host}:${portOf(row, 'grpc')}`;
  const anchored = channels.filter(({ channel }) => channel.anchorPeers[organization]?.includes(address));
  return {
    preview: {
      node,
      restarts: [],
      warnings: [],
      steps: [
        ...anchored.map(({ channel }) =>
          planned(
            'move_anchor',
            { node, channel: channel.name, organization },
            `Take ${node} off the anchor peers of ${organization} on channel ${channel.name}`,
          ),
        ),
        removeNodeStep(node),
        WRITE_PROFILES,
      ],
    },
    reserve: () =>
      Promise.resolve({
        chainId,
        organization,
        node,
        channels: channels.map(({ channel }) => ({ channelId: channel.id })),
      }),
  };
};

const refused = (message: string): ApiError =>
  new ApiError('invalid_state', message, {
    remedy: 'Add another peer first, or remove what needs this one: the chaincode, or its policy.',
  });
