import { NotOnThisRuntimeError } from '@heddle/runtime';
import { fillPlaceholders, splitEnvironment, type Workload } from '@heddle/topology';
import { mkdir } from 'node:fs/promises';
import { isAbsolute, join, normalize } from 'node:path';
import { builtProgram } from '../chaincode/built-chaincode';
import { findProgram, type ProgramHomes } from '../program-home';
import type { StartStep } from '../local-context';
import { makeRunFolder } from '../supervision/marks';
import { volumeFolder, writeAtomically, type NodeFolder } from './node-folder';
import { recordOf, writeRecord, type NodeRecord, type ResolvedProgram } from './node-record';
import { writeSecrets } from './secret-file';
import { patchedSample } from './sample-config';

/** What is needed to turn a workload into files and a command. */
export interface WorkloadEnvironment {
  readonly homes: ProgramHomes;
  /** Folder of all chaincode builds. */
  readonly builds: string;
  readonly trace: (step: StartStep) => void;
}

const SECRET = 0o600;
const PUBLIC = 0o644;
const EXECUTABLE = 0o755;

function inside(folder: string, path: string): string {
  const clean = normalize(path);
  if (isAbsolute(clean) || clean.startsWith('..')) throw new RangeError(`${path} leaves the node's folder`);
  return join(folder, clean);
}

/** Writes everything that the node reads, its record last: a node with a record is complete. */
export async function writeWorkload(
  folder: NodeFolder,
  workload: Workload,
  environment: WorkloadEnvironment,
): Promise<NodeRecord> {
  const fill = (text: string) =>
    fillPlaceholders(text, { config: folder.config, volume: (name) => volumeFolder(folder, name) });
  for (const path of [folder.config, folder.logs]) await mkdir(path, { recursive: true, mode: 0o700 });
  await makeRunFolder(folder);
  for (const volume of workload.volumes) await mkdir(volumeFolder(folder, volume), { recursive: true, mode: 0o700 });
  for (const [path, { content, secret, executable = false }] of Object.entries(workload.files)) {
    const mode = secret ? SECRET : executable ? EXECUTABLE : PUBLIC;
    await writeAtomically(inside(folder.config, path), content, mode);
  }
  const program = await resolveProgram(folder, workload, { ...environment, fill });
  environment.trace('files-written');
  const record = recordOf(workload, program);
  const { plain, secret } = splitEnvironment(workload.env);
  await writeSecrets(folder, secret);
  const env = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, fill(value)]));
  const complete = { ...record, env: { ...program.env, ...env } };
  await writeRecord(folder, complete);
  environment.trace('record-written');
  return complete;
}

interface ProgramEnvironment extends WorkloadEnvironment {
  readonly fill: (text: string) => string;
}

async function resolveProgram(
  folder: NodeFolder,
  { name, program }: Workload,
  { homes, builds, fill }: ProgramEnvironment,
): Promise<ResolvedProgram> {
  if (program.type === 'image') throw new NotOnThisRuntimeError(`run the image of ${name}`);
  const args = program.args.map(fill);
  if (program.type === 'build') {
    const built = await builtProgram(builds, program.buildId);
    return { ...built, command: [...built.command, ...args] };
  }
  const found = await findProgram(program.name, homes, program.config?.file);
  if (program.config !== undefined) {
    const config = await patchedSample(found.config, program.config, fill);
    await writeAtomically(join(folder.config, program.config.file), config);
  }
  return { command: [found.executable, ...args], cwd: folder.config, env: {} };
}
