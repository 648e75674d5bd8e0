import { VolumeFolderError, type CallOptions, type NodeRef, type VolumeFolder } from '@heddle/runtime';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { clusterError } from '../access/cluster-error';
import type { ClusterContext } from '../cluster-context';
import { DATA_FOLDER } from '../model/folders';
import { namespaceOf } from '../names';
import { findNodePod } from '../reach/node-service';
import type { PodStream } from '../reach/pod-stream';
import { SCRIPTS } from './folder-scripts';
import { startProgram, type ProgramRequest } from './pod-program';

type Context = Pick<ClusterContext, 'api'>;

/** One of the {@link SCRIPTS} for a folder. */
interface FolderScript {
  readonly folder: VolumeFolder;
  readonly script: keyof typeof SCRIPTS;
  /** `$1` and the following. */
  readonly args?: readonly string[];
  /** Whether the script has an input; it ends when the connection does. */
  readonly input?: boolean;
}

const DISCARD_MS = 10_000;

const pathOf = ({ volume, path }: VolumeFolder): string => `${DATA_FOLDER}/${volume}/${path}`;

/**
 * Copies a folder from pod to pod, as an archive that passes through this process. Its size is measured first: it tells
 * the other side where the archive ends, and shows that none of it is lost.
 */
export async function copyFolder(
  context: Context,
  from: VolumeFolder,
  to: VolumeFolder,
  { signal }: CallOptions,
): Promise<string> {
  signal?.throwIfAborted();
  const size = await archiveSize(context, from, signal);
  try {
    await run(context, { folder: to, script: 'prepare' }, signal);
    await transfer(context, { from, to, size }, signal);
    await run(context, { folder: to, script: 'replace' }, signal);
  } catch (error) {
    // A draft that remains is deleted by the next copy.
    await run(context, { folder: to, script: 'discard' }, AbortSignal.timeout(DISCARD_MS)).catch(() => undefined);
    signal?.throwIfAborted();
    throw error;
  }
  return pathOf(to);
}

export async function deleteFolder(context: Context, folder: VolumeFolder, { signal }: CallOptions): Promise<void> {
  signal?.throwIfAborted();
  await run(context, { folder, script: 'delete' }, signal);
}

async function archiveSize(context: Context, from: VolumeFolder, signal?: AbortSignal): Promise<number> {
  const size = Number(await run(context, { folder: from, script: 'measure' }, signal));
  if (size > 0) return size;
  throw new VolumeFolderError(from.name, pathOf(from), 'The archive of the folder is empty.');
}

interface Transfer {
  readonly from: VolumeFolder;
  readonly to: VolumeFolder;
  readonly size: number;
}

async function transfer(context: Context, { from, to, size }: Transfer, signal?: AbortSignal): Promise<void> {
  const packed = await start(context, { folder: from, script: 'pack', input: true });
  const checked = async function* (archive: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let seen = 0;
    for await (const bytes of archive) {
      seen += bytes.length;
      if (seen > size) break;
      yield bytes;
    }
    if (seen !== size) throw new VolumeFolderError(from.name, pathOf(from), 'The folder changed while it was read.');
  };
  try {
    const unpacked = await start(context, { folder: to, script: 'unpack', args: [String(size)], input: true });
    await pipeline(packed, checked, unpacked, { ...(signal !== undefined && { signal }) });
    unpacked.destroy();
  } finally {
    packed.destroy();
  }
}

/** Runs a script to its end; returns what it wrote. */
async function run(context: Context, script: FolderScript, signal?: AbortSignal): Promise<string> {
  const program = await start(context, script);
  try {
    return await pipeline(program, text, { ...(signal !== undefined && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    program.destroy();
  }
}

/** Starts a script in the node's pod, as the user that its program runs as. */
async function start({ api }: Context, { folder, script, args = [], input = false }: FolderScript): Promise<PodStream> {
  const failed = (message: string) => new VolumeFolderError(folder.name, pathOf(folder), message);
  const place = await placeOf(api, folder);
  if (place === undefined) throw failed('It has no running pod.');
  const command = ['sh', '-c', SCRIPTS[script], pathOf(folder), ...args];
  return startProgram(api, { ...place, command, input, failed });
}

async function placeOf(
  api: Context['api'],
  node: NodeRef,
): Promise<Pick<ProgramRequest, 'namespace' | 'pod' | 'container'> | undefined> {
  const pod = await findNodePod(api, node).catch((error: unknown) => {
    throw clusterError(error, { server: api.server, what: `look up the pod of ${node.name}` });
  });
  const name = pod?.metadata?.name;
  const container = pod?.spec?.containers[0]?.name;
  if (name === undefined || container === undefined) return undefined;
  return { namespace: namespaceOf(node.chainId), pod: name, container };
}
