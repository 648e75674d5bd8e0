/** Names and labels by which every object of a chain is found again. */
export const FIELD_MANAGER = 'heddle';
export const CHAIN_LABEL = 'heddle.dev/chain';
export const NODE_LABEL = 'heddle.dev/node';
export const ORGANIZATION_LABEL = 'heddle.dev/organization';
export const KIND_LABEL = 'heddle.dev/kind';
/** On a workload: {@link Workload.id}, which does not always fit a label's value. */
export const NODE_ID_ANNOTATION = 'heddle.dev/node-id';
/** Set on a workload that {@link RuntimeDriver.stop} holds down, so that it does not count as drift. */
export const HELD_ANNOTATION = 'heddle.dev/held';

/** On a workload: names of the nodes that are ready before it starts, separated by commas. */
export const DEPENDS_ON_ANNOTATION = 'heddle.dev/depends-on';

/** One namespace per chain, named by the last twelve digits of its id (the first ones of a UUIDv7 are the time). */
export function namespaceOf(chainId: string): string {
  return `heddle-${chainId.slice(-12)}`;
}

/** Name of a node's Service within the cluster; in its certificate, in channel configurations and in packages. */
export function serviceHost(chainId: string, node: string): string {
  return `${node}.${namespaceOf(chainId)}.svc`;
}

/** Service of the ports that a node's own Service does not publish outside of the cluster. */
export function internalService(node: string): string {
  return `internal-${node}`;
}

/** Secret of a node: its private keys and its secret variables. */
export function secretName(node: string): string {
  return `${node}-keys`;
}

/** Selects every object of a chain. */
export function chainSelector(chainId: string): string {
  return `${CHAIN_LABEL}=${chainId}`;
}
