import { ApiError, invalidField } from '../errors/api-error';
import { joinPeer } from './add-peer';
import { addConsenterSteps, removeConsenterSteps } from './consenter-steps';
import { consentersAfter } from './consenter-quorum';
import { channelsOfNode, nodeOfKind, nodesOfKind } from './find-channels';
import { heldNoMore } from './lost-endorsements';
import { removalFrom } from './peer-removal';
import { deleteLedgerStep, startNodeStep, type ChangePlanner } from './planned-change';

/** Plans that a peer gets its ledger again, unless it is the only one with private data. */
export const planPeerRecreate: ChangePlanner<'peer.recreate'> = async (store, { id: chainId }, change) => {
  const row = await nodeOfKind(store, { chainId, name: change.node, kind: 'peer' });
  const { name: node, organization } = row;
  const peers = await nodesOfKind(store, chainId, 'peer');
  const own = await channelsOfNode(store, row);
  for (const one of own) {
    const others = peers.filter(({ name, state }) => name !== node && one.joined.includes(name) && state === 'running');
    if (others.length === 0 && change.ledgers === 'snapshot') {
      throw invalidField('ledgers', `no other peer of channel ${one.channel.name} runs, so none can take a snapshot`);
    }
    const [lost] = heldNoMore(await removalFrom(store, one, { peers, node }));
    if (lost !== undefined && row.blockHeights[one.channel.name] !== undefined) {
      throw new ApiError('invalid_state', `Without the ledger of ${node}, ${lost}.`, {
        remedy: 'Add another peer of an organization that is a member of the collection first.',
      });
    }
  }
  const { steps, sources } = await joinPeer(
    store,
    node,
    own.map(({ channel, joined }) => ({ channel, from: joined.length < 2 ? 'genesis' : change.ledgers })),
  );
  return {
    preview: { node, restarts: [node], warnings: [], steps: [deleteLedgerStep(node), startNodeStep(node), ...steps] },
    reserve: () => Promise.resolve({ chainId, organization, node, channels: sources }),
  };
};

/** Plans that an orderer gets its ledgers again, unless a channel would lose its quorum without it. */
export const planOrdererRecreate: ChangePlanner<'orderer.recreate'> = async (store, { id: chainId }, change) => {
  const row = await nodeOfKind(store, { chainId, name: change.node, kind: 'orderer' });
  const { name: node } = row;
  const orderers = await nodesOfKind(store, chainId, 'orderer');
  const channels = await channelsOfNode(store, row);
  const left = channels.map((one) => ({
    channel: one.channel,
    node,
    after: consentersAfter({ ...one, node, orderers, change: 'remove' }),
  }));
  const joined = channels.map((one) => {
    const others = one.joined.filter((name) => name !== node);
    return {
      channel: one.channel,
      node,
      after: consentersAfter({ ...one, joined: others, node, orderers, change: 'add' }),
    };
  });
  return {
    preview: {
      node,
      restarts: [node],
      warnings: [],
      steps: [...removeConsenterSteps(left), deleteLedgerStep(node), startNodeStep(node), ...addConsenterSteps(joined)],
    },
    reserve: () =>
      Promise.resolve({ chainId, node, channels: channels.map(({ channel }) => ({ channelId: channel.id })) }),
  };
};
