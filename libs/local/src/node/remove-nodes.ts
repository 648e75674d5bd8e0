import { ReleaseIncompleteError, type NodeSelector, type StopOptions } from '@heddle/runtime';
import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ifPresent } from '../file-errors';
import type { LocalContext } from '../local-context';
import { setMark } from '../supervision/marks';
import { chainFolder, nodeFolder, REMOVED_PREFIX } from './node-folder';
import { folderNames } from './node-list';
import { endProcesses } from './stop-node';

/**
 * Removes nodes completely, and the chain's folder with the last of them. The order matters if another worker starts
 * the same node: first `hold`, which stops a starter that has no process yet; then the processes; then the folder is
 * renamed, so that a late starter cannot write its pid file; then it is deleted.
 */
export async function removeNodes(
  { chainId, names }: NodeSelector,
  context: LocalContext,
  { signal, report, graceMs }: StopOptions,
): Promise<void> {
  const folder = chainFolder(context.root, chainId);
  const wanted = names === undefined ? undefined : new Set(names);
  const present = (await folderNames(folder)).filter(
    (name) => !name.startsWith(REMOVED_PREFIX) && (wanted?.has(name) ?? true),
  );
  for (const name of present) await setMark(nodeFolder(context.root, chainId, name), 'hold');
  await endProcesses(chainId, wanted, {
    context,
    ...(graceMs === undefined ? {} : { graceMs }),
    ...(signal === undefined ? {} : { signal }),
  });
  for (const [index, name] of present.entries()) {
    await ifPresent(rename(join(folder, name), join(folder, `${REMOVED_PREFIX}${name}-${randomUUID()}`)));
    report?.({ done: index + 1, of: present.length, message: `${name} removed` });
  }
  await endProcesses(chainId, wanted, { context, graceMs: 0 });
  await deleteFolders(folder, wanted === undefined);
}

async function deleteFolders(folder: string, whole: boolean): Promise<void> {
  try {
    const removed = (await folderNames(folder)).filter((name) => name.startsWith(REMOVED_PREFIX));
    for (const name of removed) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
    if (whole) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw new ReleaseIncompleteError(`${folder} could not be deleted`, { cause: error });
  }
}
