import type { NodePlacement } from './workload-input';

/** The number of a node's port. A missing one is a bug, not a mistake in the input: throws RangeError. */
export function portOf({ name, ports }: Pick<NodePlacement, 'name' | 'ports'>, port: string): number {
  const number = ports[port];
  if (number === undefined) throw new RangeError(`${name} has no port named ${port}`);
  return number;
}
