import type { RuntimeProgress } from '@heddle/runtime';
import { realpath } from 'node:fs/promises';
import { endBuilds } from './chaincode/build-processes';
import { ifPresent } from './file-errors';
import { folderNames, knownNodes } from './node/node-list';
import { instanceOf } from './process/markers';
import { latestStart } from './process/node-process';
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
 * Ends every node process of a data folder, for the shutdown of the product. The desired state is kept: the next
 * `reconcile` starts the nodes again. Workers must have ended before, otherwise they restart the nodes.
 */
export async function stopAll(root: string, { graceMs = 10_000, builds, report }: StopAllOptions = {}): Promise<void> {
  if (builds !== undefined) await endBuilds(builds);
  const absolute = await ifPresent(realpath(root));
  if (absolute === undefined) return;
  const scope = { table: processTable(), instance: instanceOf(absolute) };
  const chains = await folderNames(absolute);
  const nodes = (await Promise.all(chains.map((chainId) => knownNodes(absolute, { chainId })))).flat();
  let running = 0;
  for (const { folder } of nodes) {
    if ((await latestStart(folder, scope)).process === undefined || (await hasMark(folder, 'hold'))) continue;
    await setMark(folder, 'halted');
    running += 1;
  }
  report?.({ done: 0, of: running, message: `Stopping ${running} nodes` });
  await terminate({ ...scope, which: () => true, graceMs });
  report?.({ done: running, of: running, message: `${running} nodes stopped` });
}
