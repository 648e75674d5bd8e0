import { createHash } from 'node:crypto';

/** Environment variables of every process of a node, by which it is recognised even if its files are lost. */
export interface Markers {
  /** Data folder of the process, see {@link instanceOf}. */
  readonly instance: string;
  readonly chainId: string;
  readonly node: string;
  /** Sequence number of the node's start. */
  readonly generation: number;
}

const VARIABLES = {
  instance: 'HEDDLE_INSTANCE',
  chainId: 'HEDDLE_CHAIN',
  node: 'HEDDLE_NODE',
  generation: 'HEDDLE_GENERATION',
} as const;

/** A process without this variable does not belong to Heddle. */
export const INSTANCE_VARIABLE = VARIABLES.instance;

/** A short name for a data folder, identical for every worker that uses it. `root` must be absolute. */
export function instanceOf(root: string): string {
  return createHash('sha256').update(root).digest('hex').slice(0, 16);
}

export function markerEnvironment({ instance, chainId, node, generation }: Markers): Record<string, string> {
  return {
    [VARIABLES.instance]: instance,
    [VARIABLES.chainId]: chainId,
    [VARIABLES.node]: node,
    [VARIABLES.generation]: String(generation),
  };
}

/** Reads markers from `NAME=value` entries; undefined if the process does not belong to a node. */
export function markersIn(entries: readonly string[]): Markers | undefined {
  const valueOf = (name: string) => entries.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
  const instance = valueOf(VARIABLES.instance);
  const chainId = valueOf(VARIABLES.chainId);
  const node = valueOf(VARIABLES.node);
  const generation = Number(valueOf(VARIABLES.generation));
  if (instance === undefined || chainId === undefined || node === undefined || !Number.isInteger(generation)) {
    return undefined;
  }
  return { instance, chainId, node, generation };
}
