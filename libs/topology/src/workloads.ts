import type { Inventory } from './inventory';
import { ordererWorkload } from './orderer-workload';
import { peerWorkload } from './peer-workload';
import type { Workload } from './workload';
import type { Addresses, NodePlacement } from './workload-input';

export interface ChainPlanInput {
  readonly inventory: Pick<Inventory, 'nodes'>;
  readonly chainId: string;
  /** Of the nodes whose workloads are wanted. */
  readonly placements: readonly NodePlacement[];
  readonly addresses: Addresses;
  /** Certificate of the chain's monitoring CA, PEM; a chain without one serves operations without TLS. */
  readonly monitoringCa?: string | undefined;
}

/**
 * The workloads of placed nodes, ready to be applied to a runtime, in the order of the inventory. Each follows from the
 * node itself and its placement, so other nodes come and go without a change of it.
 */
export function planWorkloads({ inventory, chainId, placements, addresses, monitoringCa }: ChainPlanInput): Workload[] {
  const byName = new Map(placements.map((placement) => [placement.name, placement]));
  return inventory.nodes.flatMap((node) => {
    const placement = byName.get(node.name);
    if (placement === undefined) return [];
    const input = { chainId, node, placement, addresses, monitoringCa };
    return [node.kind === 'orderer' ? ordererWorkload(input) : peerWorkload(input)];
  });
}
