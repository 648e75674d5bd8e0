import { Injectable } from '@nestjs/common';
import type { ChainChange, ChainId, ChannelId } from '@heddle/contracts';
import type { ChannelPolicies } from '@heddle/fabric';
import { ChannelLedger } from '../channels/channel-ledger';
import { Resources } from '../resources';
import { assertStarted } from '../chains/chain-rules';
import { ApiError } from '../errors/api-error';
import { channelsOfNode } from './find-channels';
import { UNREAD_POLICIES, type PoliciesOf } from './planned-change';

/** The changes that take an endorser from its channels, for good or for a while. */
const TAKES_ENDORSERS: readonly ChainChange['kind'][] = ['peer.remove', 'node.stop', 'node.restart', 'node.resize'];

/** Reads the policies of channels, before the transaction that checks a change. */
@Injectable()
export class PoliciesInForce {
  constructor(
    private readonly resources: Resources,
    private readonly ledger: ChannelLedger,
  ) {}

  /**
   * The policies of the channels with chaincodes that a peer would leave; of none for other changes. A node that is only
   * down for a while may be the one that cannot be read, so its change gets no warning then.
   *
   * @throws ApiError `peer_unreachable` for a removal, `invalid_state` for a chain that does not run
   */
  async read(chainId: ChainId, change: ChainChange): Promise<PoliciesOf> {
    const read = new Map<ChannelId, ChannelPolicies>();
    for (const channelId of await this.#channels(chainId, change)) {
      try {
        read.set(channelId, await this.ledger.policies({ chainId, channelId }));
      } catch (error) {
        if (change.kind === 'peer.remove' || !(error instanceof ApiError)) throw error;
      }
    }
    return (channelId) => read.get(channelId) ?? UNREAD_POLICIES(channelId);
  }

  async #channels(chainId: ChainId, change: ChainChange): Promise<ChannelId[]> {
    if (!TAKES_ENDORSERS.includes(change.kind) || !('node' in change)) return [];
    const { store } = this.resources.database;
    assertStarted(await store.chains.get(chainId));
    const node = await store.nodes.byName(chainId, change.node);
    if (node?.kind !== 'peer') return [];
    const channels = await channelsOfNode(store, node);
    const deployed = await store.chaincodes.ofChain(chainId);
    const served = deployed.filter(({ committedDefinitionId }) => committedDefinitionId !== null);
    return channels.flatMap(({ channel: { id } }) => (served.some(({ channelId }) => channelId === id) ? [id] : []));
  }
}
