import { chooseProject, extractArchive, inspectArchive, type ArchiveInspection } from '@heddle/artifacts';
import type { ChaincodeProject, Language } from '@heddle/contracts';
import {
  BUILDER_VERSION,
  buildFolder,
  OUTPUT,
  readBuild,
  singleSourceFile,
  SOURCE,
  type BuildRecord,
  type RuntimeProgress,
} from '@heddle/runtime';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, realpath, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, writingTo } from '../file-errors';
import { processTable } from '../process/open-process-table';
import { withLock } from './build-lock';
import { DEFAULT_SANDBOX, type ChaincodeSandbox } from '../sandbox/chaincode-sandbox';
import { endAbandonedBuilds } from './build-processes';
import { removeWhole } from './remove-whole';
import { pruneBuilds, touchBuild } from './prune-builds';
import { runBuilder } from './run-builder';

export interface BuildChaincodeOptions {
  /** The uploaded file: zip, tar.gz or one source file. */
  readonly archive: string;
  /** Original name of the upload. */
  readonly fileName: string;
  /** The archive's default when not given. */
  readonly project?: ChaincodeProject | undefined;
  /** Folder of all builds, shared by all workers of this machine. */
  readonly cacheDir: string;
  /** Folder of all nodes of this machine, the runtime's `root`. The builds that they run are kept. */
  readonly nodes: string;
  /** Receives each line of the build's output. */
  readonly log: (line: string) => void;
  /** Called with the progress of the build; below 1 until it has ended. */
  readonly report?: (progress: RuntimeProgress) => void;
  readonly signal?: AbortSignal;
  /** Sandbox of the build; {@link DEFAULT_SANDBOX} if omitted. */
  readonly sandbox?: ChaincodeSandbox;
}

export interface ChaincodeBuild {
  /** Content address: the same source, built in the same way, has the same id. */
  readonly id: string;
  readonly language: Language;
}

function buildId({ sha256 }: ArchiveInspection, { path, language }: ChaincodeProject): string {
  const parts = [BUILDER_VERSION, sha256, path, language, process.platform, process.arch];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/**
 * Builds a chaincode once; a source that was built before is found by its content. A build appears by one rename, so an
 * incomplete build is never visible. Processes of killed builders are ended before a build; unused builds are deleted
 * after it.
 *
 * @throws UnsupportedArchiveError, SandboxMissingError, ToolchainMissingError, BuildFailedError, BuildBoundError,
 * DiskFullError
 */
export async function buildChaincode(options: BuildChaincodeOptions): Promise<ChaincodeBuild> {
  const { archive, fileName, cacheDir, nodes, log, signal } = options;
  const abortable = signal === undefined ? {} : { signal };
  const inspection = await inspectArchive(archive, { fileName, ...abortable });
  const project = chooseProject(inspection.projects, options.project);
  const { language } = project;
  const id = buildId(inspection, project);
  await writingTo(cacheDir, () => mkdir(cacheDir, { recursive: true }));
  if (await isBuilt()) return { id, language };
  const lock = {
    path: join(cacheDir, `.lock-${id}`),
    table: processTable(),
    signal,
    onWait: (pid: number) => {
      log(`Another worker (process ${pid}) builds the same source; waiting for it.`);
    },
  };
  return withLock(lock, async () => {
    if (await isBuilt()) return { id, language };
    await writingTo(cacheDir, () => buildInto(cacheDir, { ...options, id, project, inspection }));
    await prune({ cacheDir, nodes, log });
    return { id, language };
  });

  async function isBuilt(): Promise<boolean> {
    const build = await readBuild(cacheDir, id);
    if (build === undefined) return false;
    await touchBuild(buildFolder(cacheDir, id));
    log(`Built before (${id.slice(0, 12)}).`);
    return true;
  }
}

/** A folder that cannot be cleaned up is logged and does not fail the build. */
async function prune({
  cacheDir,
  nodes,
  log,
}: Pick<BuildChaincodeOptions, 'cacheDir' | 'nodes' | 'log'>): Promise<void> {
  try {
    for (const name of await pruneBuilds({ cacheDir, nodes, now: Date.now() })) {
      log(`Deleted ${name.slice(0, 12)}, which had not been used for a month.`);
    }
  } catch (error) {
    log(`Old builds could not be deleted: ${String(error)}`);
  }
}

interface BuildPlan extends BuildChaincodeOptions {
  readonly id: string;
  readonly project: ChaincodeProject;
  readonly inspection: ArchiveInspection;
}

async function buildInto(cacheDir: string, plan: BuildPlan): Promise<void> {
  const { id, project, archive, fileName, inspection, signal, log, report, sandbox = DEFAULT_SANDBOX } = plan;
  const { language } = project;
  await endAbandonedBuilds(cacheDir, id);
  await removeLeftovers(cacheDir, id);
  const work = join(cacheDir, `.build-${id}-${randomUUID()}`);
  try {
    const source = join(work, SOURCE);
    const output = join(work, OUTPUT);
    await mkdir(output, { recursive: true });
    await extractArchive(archive, source, { fileName, ...(signal === undefined ? {} : { signal }) });
    const singleFile = singleSourceFile(inspection.paths);
    // Mounts and links are compared by their real paths.
    const folders = { work: await realpath(work), source: await realpath(source), output: await realpath(output) };
    const place = { project: join(folders.source, project.path), output: folders.output, singleFile };
    const result = await runBuilder({ place, folders, cacheDir, id, language, log, report, signal, sandbox });
    const record: BuildRecord = { id, language, command: [...result.command], path: [...result.path] };
    for (const name of await readdir(work)) {
      if (name !== OUTPUT) await removeWhole(join(work, name));
    }
    await writeFile(join(work, 'build.json'), JSON.stringify(record, null, 2));
    await appear(work, buildFolder(cacheDir, id));
  } finally {
    await removeWhole(work);
  }
}

/** Deletes what killed builders left. No other process builds this id while the lock is held. */
async function removeLeftovers(cacheDir: string, id: string): Promise<void> {
  const names = (await readdir(cacheDir)).filter((name) => name.startsWith(`.build-${id}-`));
  for (const name of names) await removeWhole(join(cacheDir, name));
}

async function appear(work: string, target: string): Promise<void> {
  try {
    await rename(work, target);
  } catch (error) {
    // Another process was faster with the same content.
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}
