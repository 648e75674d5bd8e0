import type { ChangeWarning } from '@heddle/contracts';
import type { NodeEntity, Store } from '@heddle/data';
import { assertQuorumDuringRestart, noLeaderWithout } from './consenter-quorum';
import { channelsOfNode, nodesOfKind } from './find-channels';
import { lostWithout } from './lost-endorsements';
import { removalFrom } from './peer-removal';
import type { PoliciesOf } from './planned-change';

/** What the channels of a node cannot do while it is down; nothing where it does not run now. */
export async function lossesWhileDown(store: Store, row: NodeEntity, policiesOf: PoliciesOf): Promise<ChangeWarning[]> {
  const { chainId, name: node, kind, state } = row;
  if (state !== 'running' || kind === 'chaincode') return [];
  const rows = await store.nodes.ofChain(chainId);
  const peers = rows.filter((one) => one.kind === 'peer' && one.state === 'running');
  const orderers = rows.filter((one) => one.kind === 'orderer');
  const warnings: ChangeWarning[] = [];
  for (const one of await channelsOfNode(store, row)) {
    if (kind === 'orderer') warnings.push(...noLeaderWithout({ ...one, node, orderers }));
    else {
      const removal = await removalFrom(store, one, { peers, node });
      for (const loss of lostWithout({ ...removal, policies: policiesOf(one.channel.id) })) {
        const params = { node, channel: one.channel.name, loss };
        warnings.push({ code: 'cannot_endorse', params, message: `While ${node} is down, ${loss}.` });
      }
    }
  }
  return warnings;
}

/**
 * That no channel loses its quorum because the node restarts while another orderer is down.
 *
 * @throws ApiError `invalid_state` with the arithmetic
 */
export async function assertMayRestart(store: Store, row: NodeEntity): Promise<void> {
  if (row.kind !== 'orderer' || row.state !== 'running') return;
  const orderers = await nodesOfKind(store, row.chainId, 'orderer');
  for (const one of await channelsOfNode(store, row)) assertQuorumDuringRestart({ ...one, node: row.name, orderers });
}
