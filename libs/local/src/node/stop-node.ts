import type { StopOptions } from '@heddle/runtime';
import type { LocalContext } from '../local-context';
import { terminate } from '../process/terminate';
import type { KnownNode } from './node-list';

/** Grace period in milliseconds. */
export const GRACE_MS = 10_000;

/** Ends all processes of the given nodes of one chain. */
export async function endProcesses(
  chainId: string,
  names: ReadonlySet<string> | undefined,
  { context, graceMs = GRACE_MS, signal }: StopOptions & { readonly context: LocalContext },
): Promise<void> {
  await terminate({
    table: context.table,
    instance: context.instance,
    which: (markers) => markers.chainId === chainId && (names?.has(markers.node) ?? true),
    graceMs,
    signal,
  });
}

export const namesOf = (nodes: readonly KnownNode[]): ReadonlySet<string> =>
  new Set(nodes.map(({ folder }) => folder.name));
