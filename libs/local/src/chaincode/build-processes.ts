import { realpath } from 'node:fs/promises';
import { ifPresent } from '../file-errors';
import { instanceOf, markerEnvironment, type Markers } from '../process/markers';
import { processTable } from '../process/open-process-table';
import { terminate } from '../process/terminate';

/** Stands where a node's processes carry their chain: builds belong to none. */
const BUILD = 'build';

/**
 * What compilers and package managers carry in their environment, so that they are found when their builder is gone.
 * Their instance is the folder of builds, not that of nodes, and their generation the process id of the builder.
 */
export async function buildMarkers(cacheDir: string, id: string): Promise<Record<string, string>> {
  const instance = instanceOf(await realpath(cacheDir));
  return markerEnvironment({ instance, chainId: BUILD, node: id, generation: process.pid });
}

/**
 * Ends what builders left running that were killed. Nothing of this process counts as running under the id that is
 * about to be built: its lock is held.
 */
export async function endAbandonedBuilds(cacheDir: string, id: string): Promise<void> {
  const table = processTable();
  const instance = instanceOf(await realpath(cacheDir));
  const dead = new Set<number>();
  for (const { markers } of await table.marked(instance)) {
    if ((await table.usage(markers.generation)) === undefined) dead.add(markers.generation);
  }
  const abandoned = ({ node, generation }: Markers) =>
    dead.has(generation) || (node === id && generation === process.pid);
  await terminate({ table, instance, which: abandoned, graceMs: 0 });
}

/** Ends every build of a folder, whoever runs it. */
export async function endBuilds(cacheDir: string): Promise<void> {
  const absolute = await ifPresent(realpath(cacheDir));
  if (absolute === undefined) return;
  await terminate({ table: processTable(), instance: instanceOf(absolute), which: () => true, graceMs: 0 });
}
