import type { NodeEntity, Store } from '@heddle/data';
import type { ChannelWithNodes } from './find-channels';
import type { Removal, ServedChaincode } from './lost-endorsements';

/**
 * The peers and chaincodes of a channel that a peer leaves.
 *
 * @param peers those of the chain that count
 */
export async function removalFrom(
  store: Store,
  { channel, joined }: ChannelWithNodes,
  { peers, node }: { readonly peers: readonly NodeEntity[]; readonly node: string },
): Promise<Omit<Removal, 'policies'>> {
  const before = peers.filter(({ name }) => joined.includes(name));
  const chaincodes: ServedChaincode[] = [];
  for (const { name, committedDefinitionId } of await store.chaincodes.ofChannel(channel.id)) {
    if (committedDefinitionId === null) continue;
    chaincodes.push({ name, definition: await store.chaincodes.definition(committedDefinitionId) });
  }
  return {
    channel: channel.name,
    chaincodes,
    before,
    after: before.filter(({ name }) => name !== node),
  };
}
