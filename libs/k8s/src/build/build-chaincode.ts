import { chooseProject, extractArchive, inspectArchive, type ArchiveInspection } from '@heddle/artifacts';
import type { ChaincodeProject } from '@heddle/contracts';
import {
  BUILDER_VERSION,
  checkProduce,
  LANGUAGE_BUILDERS,
  OUTPUT,
  readBuild,
  singleSourceFile,
  SOURCE,
  type BuildOptions,
  type BuildResult,
  type UploadedSource,
} from '@heddle/runtime';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesRuntimeContext } from '../cluster-context';
import { BUILDS_FOLDER } from '../model/shared-volume';
import { appear, handOver, isHandedOver, openFolder } from './build-folder';
import type { BuildJob } from './build-job';
import { runBuild } from './run-build';

/** Account of build pods if Heddle itself runs as root. */
const POD_USER = 10_001;

/**
 * Builds an uploaded source in a pod, on the volume that the cluster shares with Heddle; a source that was built before
 * is found by its content.
 *
 * @returns the id of the build
 * @throws UnsupportedArchiveError, and the errors of {@link runBuild}
 */
export async function buildChaincode(
  context: KubernetesRuntimeContext,
  { chainId, source }: { readonly chainId: string; readonly source: UploadedSource },
  options: BuildOptions,
): Promise<string> {
  const { log, signal } = options;
  const builds = join(context.sharedFolder, BUILDS_FOLDER);
  const { fileName } = source;
  const inspection = await inspectArchive(source.archive, { fileName, ...(signal !== undefined && { signal }) });
  const project = chooseProject(inspection.projects, source.project);
  const { language } = project;
  const id = buildId(context, inspection, project);
  if ((await readBuild(builds, id)) !== undefined) {
    log(`Built before (${id.slice(0, 12)}).`);
    return id;
  }
  // Each chain builds in a separate folder and namespace; the first one to finish provides the build.
  const work = `.pod-${id}-${chainId}`;
  const folder = join(builds, work);
  const { job, finish } = await new Preparation(context, { folder, source, inspection, project, signal }).run();
  try {
    const place = { id, chainId, folder: `${BUILDS_FOLDER}/${work}` };
    const bounds = context.buildBounds;
    await runBuild(context, { ...job, ...place }, { ...options, ...(bounds !== undefined && { bounds }) });
    // The pod could write everywhere in it: every path that this process uses must be inside it.
    await checkProduce(folder);
    const { command, path } = await finish();
    await appear(folder, builds, { id, language, command: [...command], path: [...path] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return id;
}

/** The image is part of the id: another image may result in another program. */
function buildId(
  { settings }: Pick<KubernetesRuntimeContext, 'settings'>,
  { sha256 }: ArchiveInspection,
  { path, language }: ChaincodeProject,
): string {
  const parts = [BUILDER_VERSION, sha256, path, language, settings.images[language]];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

interface Prepared {
  readonly job: Omit<BuildJob, 'id' | 'chainId' | 'folder'>;
  /** Copies what must be kept into the output folder. */
  readonly finish: () => Promise<BuildResult>;
}

interface PreparationInput {
  readonly folder: string;
  readonly source: UploadedSource;
  readonly inspection: ArchiveInspection;
  readonly project: ChaincodeProject;
  readonly signal: AbortSignal | undefined;
}

/** Unpacks a source for a pod. A source that was passed to a pod is kept, because the pod may still use it. */
class Preparation {
  readonly #context: KubernetesRuntimeContext;
  readonly #input: PreparationInput;

  constructor(context: KubernetesRuntimeContext, input: PreparationInput) {
    this.#context = context;
    this.#input = input;
  }

  async run(): Promise<Prepared> {
    const { folder, inspection, project } = this.#input;
    const { language, path } = project;
    const place = {
      project: join(folder, SOURCE, path),
      output: join(folder, OUTPUT),
      singleFile: singleSourceFile(inspection.paths),
    };
    const builder = LANGUAGE_BUILDERS[language];
    const commands = (await isHandedOver(folder))
      ? await this.#plan((source) => builder.prepare({ ...place, project: join(source, path) }))
      : await this.#unpack(() => builder.prepare(place));
    const cache = join('cache', language);
    await mkdir(join(this.#context.sharedFolder, cache), { recursive: true });
    await openFolder(join(this.#context.sharedFolder, cache));
    const job = { language, cache, project: path, commands, user: user() };
    return { job, finish: () => builder.finish(place) };
  }

  /** Unpacks and completes the source before a pod can write to it. */
  async #unpack<Result>(prepare: () => Promise<Result>): Promise<Result> {
    const { folder } = this.#input;
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, OUTPUT), { recursive: true });
    await this.#extract(join(folder, SOURCE));
    const prepared = await prepare();
    await handOver(folder);
    return prepared;
  }

  /** Prepares a copy: the pod of an earlier worker may be changing the source itself. */
  async #plan<Result>(prepare: (source: string) => Promise<Result>): Promise<Result> {
    const copy = `${this.#input.folder}.${randomUUID()}`;
    try {
      await this.#extract(copy);
      return await prepare(copy);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  }

  async #extract(target: string): Promise<void> {
    const { source, signal } = this.#input;
    const { archive, fileName } = source;
    await extractArchive(archive, target, { fileName, ...(signal !== undefined && { signal }) });
  }
}

/** Pods build with the account that Heddle runs as, which then owns their output. Pods never run as root. */
function user(): number {
  const own = process.getuid?.() ?? 0;
  return own === 0 ? POD_USER : own;
}
