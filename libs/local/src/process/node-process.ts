import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ifPresent } from '../file-errors';
import type { NodeFolder } from '../node/node-folder';
import type { Markers } from './markers';
import type { ProcessTable } from './process-table';

export interface NodeProcess {
  readonly pid: number;
  readonly generation: number;
}

/** The latest start of a node according to its pid files. */
export interface LatestStart {
  /** 0 when the node was never started. */
  readonly generation: number;
  readonly at: Date | undefined;
  readonly process: NodeProcess | undefined;
}

export interface ProcessScope {
  readonly table: ProcessTable;
  readonly instance: string;
}

const NEVER: LatestStart = { generation: 0, at: undefined, process: undefined };

async function generations(folder: NodeFolder): Promise<number[]> {
  const names = (await ifPresent(readdir(folder.run))) ?? [];
  return names
    .flatMap((name) => /^pid\.(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => other - one);
}

const belongs = (markers: Markers | undefined, folder: NodeFolder, instance: string): boolean =>
  markers?.instance === instance && markers.chainId === folder.chainId && markers.node === folder.name;

/**
 * The latest start of a node and, while it runs, its process. A pid that now belongs to another program is not counted.
 */
export async function latestStart(folder: NodeFolder, { table, instance }: ProcessScope): Promise<LatestStart> {
  const generation = (await generations(folder))[0];
  if (generation === undefined) return NEVER;
  const path = join(folder.run, `pid.${generation}`);
  const [text, info] = await Promise.all([ifPresent(readFile(path, 'utf8')), ifPresent(stat(path))]);
  const pid = Number((text ?? '').trim());
  const at = info?.mtime;
  if (pid > 0) {
    const markers = await table.markersOf(pid);
    return { generation, at, process: belongs(markers, folder, instance) ? { pid, generation } : undefined };
  }
  // The file exists but is empty: either the markers identify its writer, or the writer was killed before it could
  // write.
  const writer = (await table.marked(instance)).find(
    ({ markers }) => belongs(markers, folder, instance) && markers.generation === generation,
  );
  return { generation, at, process: writer === undefined ? undefined : { pid: writer.pid, generation } };
}

/** Deletes the pid files of old starts. The latest one is kept: a late starter must see that it lost. */
export async function forgetOldStarts(folder: NodeFolder): Promise<void> {
  const old = (await generations(folder)).slice(3);
  await Promise.all(old.map((generation) => rm(join(folder.run, `pid.${generation}`), { force: true })));
}
