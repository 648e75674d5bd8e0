import type { NodePlacement } from './workload-input';

/** The number of a node's port; a plan that lacks one is a mistake of the program, not of a person. */
export function portOf({ name, ports }: Pick<NodePlacement, 'name' | 'ports'>, port: string): number {
  const number = ports[port];
  if (number === undefined) throw new RangeError(`${name} has no port named ${port}`);
  return number;
}
