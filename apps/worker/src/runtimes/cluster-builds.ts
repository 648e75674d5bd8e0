import { access, chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { chooseProject, extractArchive, inspectArchive, type ArchiveInspection } from '@heddle/artifacts';
import type { DataLayout } from '@heddle/config';
import type { ChaincodeProject } from '@heddle/contracts';
import type { ChaincodeSourceEntity } from '@heddle/data';
import { runBuild, type BuildJob, type ClusterContext, type PodProgram } from '@heddle/k8s';
import {
  BUILDER_VERSION,
  BuildFailedError,
  buildFolder,
  checkProduce,
  LANGUAGE_BUILDERS,
  OUTPUT,
  readBuild,
  singleSourceFile,
  SOURCE,
  type BuildRecord,
  type OutputBounds,
} from '@heddle/runtime';
import type { BuildOptions, ChaincodeBuilds } from '../chaincode/chaincode-builds';
import { podCommand } from './pod-command';

/** Builds of a cluster, and the start commands of their programs in its pods. */
export interface ClusterBuilds extends ChaincodeBuilds {
  program(buildId: string): Promise<PodProgram>;
}

export interface ClusterBuildsOptions {
  readonly context: ClusterContext;
  readonly layout: Pick<DataLayout, 'sources' | 'builds' | 'shared'>;
  /** Limits on the output of a build. */
  readonly bounds?: OutputBounds;
}

/** Account of build pods if Heddle itself runs as root. */
const POD_USER = 10_001;

/** Builds chaincode in pods, on the volume that the cluster shares with Heddle. */
export function clusterBuilds(options: ClusterBuildsOptions): ClusterBuilds {
  const { context, layout } = options;
  const { images } = context.settings;
  return {
    ensure: (source, wanted) => new ClusterBuild(options, source).ensure(wanted),
    async program(buildId) {
      const build = await readBuild(layout.builds, buildId);
      if (build === undefined) {
        const remedy = 'Deploy the chaincode again: this rebuilds it.';
        throw new BuildFailedError(`There is no chaincode build ${buildId}.`, [], remedy);
      }
      return { image: images[build.language], command: podCommand(build), args: [] };
    },
  };
}

interface Preparation {
  readonly id: string;
  readonly project: ChaincodeProject;
  readonly inspection: ArchiveInspection;
  readonly signal: AbortSignal;
}

class ClusterBuild {
  private readonly context: ClusterBuildsOptions['context'];
  private readonly layout: ClusterBuildsOptions['layout'];
  readonly #archive: string;

  constructor(
    private readonly options: ClusterBuildsOptions,
    private readonly source: ChaincodeSourceEntity,
  ) {
    const { context, layout } = options;
    this.context = context;
    this.layout = layout;
    this.#archive = join(layout.sources, source.sha256);
  }

  async ensure({ chainId, project: wanted, log, signal, progress }: BuildOptions): Promise<string> {
    const { builds } = this.layout;
    const { bounds } = this.options;
    const inspection = await inspectArchive(this.#archive, { fileName: this.source.fileName, signal });
    const project = chooseProject(inspection.projects, wanted);
    const { language } = project;
    const id = this.#id(project);
    if ((await readBuild(builds, id)) !== undefined) {
      log(`Built before (${id.slice(0, 12)}).`);
      return id;
    }
    // Each chain builds in a separate folder and namespace; the first one to finish provides the build.
    const work = `.pod-${id}-${chainId}`;
    const folder = join(builds, work);
    const { job, finish } = await this.#prepare(folder, { id, project, inspection, signal });
    try {
      await runBuild(
        this.context,
        { ...job, chainId, folder: `builds/${work}` },
        { log, signal, ...(bounds && { bounds }), ...(progress !== undefined && { report: progress }) },
      );
      // The pod could write everywhere in it: every path that this process uses must be inside it.
      await checkProduce(folder);
      const { command, path } = await finish();
      await this.#appear(folder, { id, language, command: [...command], path: [...path] });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return id;
  }

  /** The image is part of the id: another image may result in another program. */
  #id({ path, language }: ChaincodeProject): string {
    const parts = [BUILDER_VERSION, this.source.sha256, path, language, this.context.settings.images[language]];
    return createHash('sha256').update(parts.join('\n')).digest('hex');
  }

  /** A source that was passed to a pod is kept, because the pod may still use it. */
  async #prepare(folder: string, { id, project, inspection, signal }: Preparation) {
    const { language, path } = project;
    const place = {
      project: join(folder, SOURCE, path),
      output: join(folder, OUTPUT),
      singleFile: singleSourceFile(inspection.paths),
    };
    const builder = LANGUAGE_BUILDERS[language];
    const commands = (await isThere(join(folder, 'unpacked')))
      ? await this.#plan(folder, (source) => builder.prepare({ ...place, project: join(source, path) }), signal)
      : await this.#unpack(folder, () => builder.prepare(place), signal);
    const cache = join('cache', language);
    await mkdir(join(this.layout.shared, cache), { recursive: true });
    await open(join(this.layout.shared, cache));
    const job: Omit<BuildJob, 'chainId' | 'folder'> = {
      id,
      language,
      cache,
      project: path,
      commands,
      user: user(),
    };
    return { job, finish: () => builder.finish(place) };
  }

  /** Unpacks and completes the source before a pod can write to it. */
  async #unpack<Result>(folder: string, prepare: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, OUTPUT), { recursive: true });
    await this.#extract(join(folder, SOURCE), signal);
    const prepared = await prepare();
    await this.#handOver(folder);
    return prepared;
  }

  /** Prepares a copy: the pod of an earlier worker may be changing the source itself. */
  async #plan<Result>(
    folder: string,
    prepare: (source: string) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    const copy = `${folder}.${randomUUID()}`;
    try {
      await this.#extract(copy, signal);
      return await prepare(copy);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  }

  async #extract(target: string, signal: AbortSignal): Promise<void> {
    const { fileName } = this.source;
    await extractArchive(this.#archive, target, { fileName, signal });
  }

  /** The pod's account may write to the build folder and its existing files: `npm prune` writes the lock file. */
  async #handOver(folder: string): Promise<void> {
    await open(folder);
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) await open(path);
      if (entry.isFile()) await chmod(path, (await stat(path)).mode | 0o666);
    }
    await writeFile(join(folder, 'unpacked'), '');
  }

  async #appear(folder: string, record: BuildRecord): Promise<void> {
    const { builds } = this.layout;
    await rm(join(folder, SOURCE), { recursive: true, force: true });
    await rm(join(folder, 'unpacked'), { force: true });
    await writeFile(join(folder, 'build.json'), JSON.stringify(record, null, 2));
    try {
      await rename(folder, buildFolder(builds, record.id));
    } catch (error) {
      // Another chain was faster with the same content.
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

/** Pods build with the account that Heddle runs as, which then owns their output. Pods never run as root. */
function user(): number {
  const own = process.getuid?.() ?? 0;
  return own === 0 ? POD_USER : own;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const open = (folder: string): Promise<void> => chmod(folder, 0o777);
