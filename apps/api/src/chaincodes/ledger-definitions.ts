import type { ChannelId, LedgerDefinition } from '@heddle/contracts';
import type { Store } from '@heddle/data';
import type { NamedDefinition } from '../channels/channel-ledger';

/** Joins the definitions that are committed on a channel with those that Heddle knows. */
export async function ledgerDefinitions(
  store: Store,
  channelId: ChannelId,
  committed: readonly NamedDefinition[],
): Promise<LedgerDefinition[]> {
  const items = committed.map(async (definition): Promise<LedgerDefinition> => {
    const chaincode = await store.chaincodes.byName(channelId, definition.name);
    const own = chaincode === null ? [] : await store.chaincodes.definitions(chaincode.id);
    // An operation that has just committed one records it a moment later.
    const ours = own.some(
      ({ state, sequence, version }) =>
        state !== 'failed' && sequence === definition.sequence && version === definition.version,
    );
    return { ...definition, chaincodeId: chaincode?.id ?? null, committedBy: ours ? 'heddle' : 'outside' };
  });
  return Promise.all(items);
}
