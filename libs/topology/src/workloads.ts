import type { ChainSpec } from '@heddle/contracts';
import { planNodes, type PlannedNode } from './nodes';
import { ordererWorkload } from './orderer-workload';
import { peerWorkload } from './peer-workload';
import { portOf } from './ports';
import type { Workload } from './workload';
import type { Addresses, NodePlacement } from './workload-input';

export interface ChainPlanInput {
  readonly spec: ChainSpec;
  readonly chainId: string;
  /** One placement for every node of {@link planNodes}. */
  readonly placements: readonly NodePlacement[];
  readonly addresses: Addresses;
  /** Certificate of the chain's monitoring CA, PEM; a chain without one serves operations without TLS. */
  readonly monitoringCa?: string | undefined;
}

/** Everything that a chain runs, ready to be applied to a runtime. */
export function planWorkloads({ spec, chainId, placements, addresses, monitoringCa }: ChainPlanInput): Workload[] {
  const nodes = planNodes(spec);
  const byName = new Map(placements.map((placement) => [placement.name, placement]));
  const placementOf = (node: PlannedNode): NodePlacement => {
    const placement = byName.get(node.name);
    if (placement === undefined) throw new RangeError(`${node.name} was not placed`);
    return placement;
  };
  const address = (node: PlannedNode) =>
    `${addresses.hostOf({ chainId, name: node.name })}:${portOf(placementOf(node), 'grpc')}`;
  return nodes.map((node) => {
    const input = { chainId, node, placement: placementOf(node), addresses, monitoringCa };
    if (node.kind === 'orderer') return ordererWorkload(input);
    const neighbours = nodes.filter(
      ({ kind, organization, name }) => kind === 'peer' && organization === node.organization && name !== node.name,
    );
    return peerWorkload({ ...input, neighbours: neighbours.map(address) });
  });
}
