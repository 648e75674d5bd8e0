import type { NodePlacement } from './workload-input';

/** The number of a node's port. A node without it is a fault of the program, not of its input: throws RangeError. */
export function portOf({ name, ports }: Pick<NodePlacement, 'name' | 'ports'>, port: string): number {
  const number = ports[port];
  if (number === undefined) throw new RangeError(`${name} has no port named ${port}`);
  return number;
}
