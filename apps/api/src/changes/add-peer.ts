import type { LedgerSource, PlannedStep } from '@heddle/contracts';
import type { ChannelEntity, Store } from '@heddle/data';
import { planNode } from '@heddle/topology';
import { invalidField } from '../errors/api-error';
import { channelsToJoin } from './find-channels';
import { newNodeSteps, planned, reserveNode, WRITE_PROFILES, type ChangePlanner } from './planned-change';

/** Plans another peer of an organization. */
export const planPeerAdd: ChangePlanner<'peer.add'> = async (store, { id: chainId }, change) => {
  const organizations = await store.organizations.ofChain(chainId);
  const organization = organizations.find(({ name, kind }) => name === change.organization && kind === 'peer');
  if (organization === undefined) throw invalidField('organization', 'is not a peer organization of this chain');
  const members = (await store.channels.ofChain(chainId)).filter((channel) =>
    channel.organizations.includes(organization.name),
  );
  const channels = channelsToJoin(members, change.channels, `an active channel of ${organization.name}`);
  const { name: node } = planNode(organization, organization.nextOrdinal);
  const { steps, sources } = await joinPeer(
    store,
    node,
    channels.map((channel) => ({ channel, from: change.ledgers })),
  );
  return {
    preview: {
      node,
      restarts: [],
      warnings: [],
      steps: [...newNodeSteps(node), ...steps, WRITE_PROFILES],
    },
    reserve: async (transaction) => ({
      ...(await reserveNode(transaction, organization)),
      channels: sources,
    }),
  };
};

interface JoinedChannel {
  readonly channel: ChannelEntity;
  /** Undefined where the number of blocks decides. */
  readonly from: LedgerSource | undefined;
}

/** The steps in which a peer without a ledger joins channels, and how it gets the ledger of each. */
export async function joinPeer(store: Store, node: string, channels: readonly JoinedChannel[]) {
  const chaincodes = await Promise.all(channels.map(({ channel: { id } }) => store.chaincodes.ofChannel(id)));
  const installed = chaincodes.flat().filter(({ committedDefinitionId }) => committedDefinitionId !== null);
  const joined = channels.map(({ channel, from }) => ({ channel, from: from ?? sourceFor(channel.height ?? 0) }));
  return {
    sources: joined.map(({ channel, from }) => ({ channelId: channel.id, from })),
    steps: [
      ...joined.map(({ channel, from }) => joinStep(node, channel, from)),
      ...installed.map(({ name }) => installStep(node, name)),
    ],
  };
}

const installStep = (node: string, chaincode: string): PlannedStep =>
  planned('install_chaincode', { node, chaincode }, `Install chaincode ${chaincode} on ${node}`);

/** With fewer blocks, reading them takes no longer than the steps of a snapshot. */
const MANY_BLOCKS = 500;

const sourceFor = (height: number): LedgerSource => (height < MANY_BLOCKS ? 'genesis' : 'snapshot');

function joinStep(node: string, { name: channel, height }: ChannelEntity, from: LedgerSource): PlannedStep {
  const params = { node, channel, height: height ?? 0 };
  return from === 'genesis'
    ? planned(
        'join_from_genesis',
        params,
        `Join channel ${channel} and read its ${params.height} blocks from the first one`,
      )
    : planned(
        'join_by_snapshot',
        params,
        `Join channel ${channel} by a snapshot of another peer at ${params.height} blocks`,
      );
}
