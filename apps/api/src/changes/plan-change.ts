import { chainScope } from '@heddle/contracts';
import type { ChainEntity, OperationEntity, Store } from '@heddle/data';
import { assertStarted } from '../chains/chain-rules';
import type { Principal } from '../http/request';
import type { Accepting } from '../requests/acceptance';
import { planOrdererAdd } from './add-orderer';
import { planPeerAdd } from './add-peer';
import type { ChangeKind, ChangeOf, ChangePlanner, PlannedChange, PoliciesOf } from './planned-change';
import { planOrdererRecreate, planPeerRecreate } from './recreate-node';
import { planOrdererRemove } from './remove-orderer';
import { planPeerRemove } from './remove-peer';
import { planChainRestart } from './restart-chain';
import { planNodeResize, planNodeRestart } from './restart-node';
import { planNodeStart, planNodeStop } from './start-stop-node';

const PLANNERS: { readonly [Kind in ChangeKind]: ChangePlanner<Kind> } = {
  'peer.add': planPeerAdd,
  'peer.remove': planPeerRemove,
  'orderer.add': planOrdererAdd,
  'orderer.remove': planOrdererRemove,
  'peer.recreate': planPeerRecreate,
  'orderer.recreate': planOrdererRecreate,
  'node.stop': planNodeStop,
  'node.start': planNodeStart,
  'node.restart': planNodeRestart,
  'node.resize': planNodeResize,
  'chain.restart': planChainRestart,
};

/**
 * Checks a change of a chain that was started, and plans it.
 *
 * @throws ApiError `validation_failed`, or `invalid_state` where the change would do harm
 */
export function planChange<Kind extends ChangeKind>(
  store: Store,
  chain: ChainEntity,
  { change, policiesOf }: { readonly change: ChangeOf<Kind>; readonly policiesOf: PoliciesOf },
): Promise<PlannedChange<Kind>> {
  assertStarted(chain);
  const planner: ChangePlanner<Kind> = PLANNERS[change.kind];
  return planner(store, chain, change, policiesOf);
}

/** A change, of which chain, by whom. */
export interface RequestedChange<Kind extends ChangeKind> {
  readonly chain: ChainEntity;
  readonly change: ChangeOf<Kind>;
  readonly policiesOf: PoliciesOf;
  readonly caller: Principal;
}

/**
 * Plans a change, reserves what it needs and requests its operation.
 *
 * @throws ApiError as {@link planChange}, ScopeBusyError
 */
export async function requestChange<Kind extends ChangeKind>(
  { store, request }: Accepting,
  { chain, change, policiesOf, caller }: RequestedChange<Kind>,
): Promise<OperationEntity> {
  const { preview, reserve } = await planChange(store, chain, { change, policiesOf });
  return request({
    kind: change.kind,
    input: await reserve(store),
    chainId: chain.id,
    scope: chainScope(chain.id),
    subject: preview.node === null ? chain.name : `${chain.name}/${preview.node}`,
    requestedBy: caller.username,
  });
}
