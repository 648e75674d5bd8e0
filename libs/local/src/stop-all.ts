import type { NodeRef, RuntimeProgress } from '@heddle/runtime';
import { realpath } from 'node:fs/promises';
import { endBuilds } from './chaincode/build-processes';
import { ifPresent } from './file-errors';
import { folderNames, NodeIndex, type KnownNode } from './node/node-list';
import { stopOrder } from './node/start-in-order';
import { instanceOf, type Markers } from './process/markers';
import { latestStart, type ProcessScope } from './process/node-process';
import { processTable } from './process/open-process-table';
import { terminate } from './process/terminate';
import { hasMark, setMark } from './supervision/marks';

export interface StopAllOptions {
  /** Milliseconds between SIGTERM and SIGKILL; 10,000 by default. */
  readonly graceMs?: number;
  /** Folder of all chaincode builds; running builds are ended, too. */
  readonly builds?: string;
  readonly report?: (progress: RuntimeProgress) => void;
}

/**
 * Ends every node process of a data folder, for the shutdown of the product: a node before those that it depends on.
 * The desired state is kept: the next `reconcile` starts the nodes again. Workers must have ended before, otherwise they
 * restart the nodes.
 */
export async function stopAll(root: string, { graceMs = 10_000, builds, report }: StopAllOptions = {}): Promise<void> {
  if (builds !== undefined) await endBuilds(builds);
  const absolute = await ifPresent(realpath(root));
  if (absolute === undefined) return;
  const scope = { table: processTable(), instance: instanceOf(absolute) };
  const chains = await folderNames(absolute);
  const index = new NodeIndex(absolute);
  const nodes = (await Promise.all(chains.map((chainId) => index.select({ chainId })))).flat();
  const running = await markHalted(nodes, scope);
  report?.({ done: 0, of: running, message: `Stopping ${running} nodes` });
  for (const which of [...(await dependents(nodes)), () => true]) await terminate({ ...scope, which, graceMs });
  report?.({ done: running, of: running, message: `${running} nodes stopped` });
}

/** Marks the nodes that run, and returns their number. */
async function markHalted(nodes: readonly KnownNode[], scope: ProcessScope): Promise<number> {
  let running = 0;
  for (const { folder } of nodes) {
    if ((await latestStart(folder, scope)).process === undefined || (await hasMark(folder, 'hold'))) continue;
    await setMark(folder, 'halted');
    running += 1;
  }
  return running;
}

/** Selects the processes of nodes that depend on others, level by level in the order in which they are stopped. */
async function dependents(nodes: readonly KnownNode[]): Promise<((markers: Markers) => boolean)[]> {
  const chains = Map.groupBy(nodes, ({ folder }) => folder.chainId);
  const orders = await Promise.all(
    [...chains.values()].map(async (all) => (await stopOrder(all, () => Promise.resolve(all))).slice(0, -1)),
  );
  const count = Math.max(0, ...orders.map((order) => order.length));
  return Array.from({ length: count }, (_, index) => {
    const level = new Set(orders.flatMap((order) => order[index] ?? []).map(({ folder }) => keyOf(folder)));
    return ({ chainId, node: name }) => level.has(keyOf({ chainId, name }));
  });
}

const keyOf = ({ chainId, name }: NodeRef): string => `${chainId}/${name}`;
