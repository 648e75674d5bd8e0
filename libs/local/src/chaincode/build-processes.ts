import { realpath } from 'node:fs/promises';
import { ifPresent } from '../file-errors';
import { instanceOf, markerEnvironment, type Markers } from '../process/markers';
import { processTable } from '../process/open-process-table';
import { terminate } from '../process/terminate';

/** Used in place of a chain in the markers of build processes: builds belong to no chain. */
const BUILD = 'build';

/**
 * Markers in the environment of compilers and package managers, so that they are found after their builder has died.
 * Their instance is the folder of builds instead of nodes, and their generation is the process id of the builder.
 */
export async function buildMarkers(cacheDir: string, id: string): Promise<Record<string, string>> {
  const instance = instanceOf(await realpath(cacheDir));
  return markerEnvironment({ instance, chainId: BUILD, node: id, generation: process.pid });
}

/**
 * Ends processes of killed builders. No process of the build that is about to start counts as running: its lock is
 * held.
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

/** Ends every build of a folder, whichever process runs it. */
export async function endBuilds(cacheDir: string): Promise<void> {
  const absolute = await ifPresent(realpath(cacheDir));
  if (absolute === undefined) return;
  await terminate({ table: processTable(), instance: instanceOf(absolute), which: () => true, graceMs: 0 });
}
