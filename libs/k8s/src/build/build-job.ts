import type { Language } from '@heddle/contracts';
import type { RenderedManifests } from '@heddle/manifests';
import type { ToolCommand } from '@heddle/runtime';
import type { ClusterContext } from '../cluster-context';
import { literally } from '../model/folders';
import { chainLabels } from '../model/labels';
import { PULL_SECRET } from '../model/pull-secret';
import { SHARED_CLAIM } from '../model/shared-volume';
import { namespaceOf, NODE_LABEL } from '../names';
import { buildScript, POD_SOURCE } from './build-script';

/** On the Job of a build and its pod. */
export const BUILD_LABEL = 'heddle.dev/build';

/** A source on the shared volume that is to be built in a pod. */
export interface BuildJob {
  /** The chain whose namespace it is built in. */
  readonly chainId: string;
  /** Content address of the build. */
  readonly id: string;
  readonly language: Language;
  /** Folder of the build on the shared volume, with `source/` and an empty `output/`. */
  readonly folder: string;
  /** Folder of the package managers' caches, on the shared volume. */
  readonly cache: string;
  /** Folder of the project within `source/`. */
  readonly project: string;
  readonly commands: readonly ToolCommand[];
  /** Account that owns the folders; never root. */
  readonly user: number;
}

/** Where the tools of each language cache their downloads. */
const CACHES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  go: { GOMODCACHE: '/cache/mod', GOCACHE: '/cache/build', GOTOOLCHAIN: 'local' },
  node: { npm_config_cache: '/cache/npm' },
  java: { MAVEN_OPTS: '-Dmaven.repo.local=/cache/m2', GRADLE_USER_HOME: '/cache/gradle' },
};

export function buildName(id: string): string {
  return `build-${id.slice(0, 20)}`;
}

/** The Job that builds it. */
export function renderBuild(
  { renderer, settings, pullSecrets }: Pick<ClusterContext, 'renderer' | 'settings' | 'pullSecrets'>,
  job: BuildJob,
): RenderedManifests {
  const labels = {
    'app.kubernetes.io/name': 'heddle-build',
    'app.kubernetes.io/component': 'build',
    ...chainLabels(job.chainId),
    [BUILD_LABEL]: buildName(job.id),
  };
  const env = { HOME: '/tmp', ...CACHES[job.language], ...settings.buildEnvironment };
  return renderer.render('build', {
    name: buildName(job.id),
    namespace: namespaceOf(job.chainId),
    labels,
    // The pod is watched with those of the chain's nodes, by this label.
    podLabels: { ...labels, [NODE_LABEL]: buildName(job.id) },
    image: settings.images[job.language],
    imagePullSecrets: pullSecrets.length === 0 ? [] : [{ name: PULL_SECRET }],
    script: literally(buildScript(job.commands)),
    workingDir: job.project === '.' ? POD_SOURCE : `${POD_SOURCE}/${job.project}`,
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    folder: job.folder,
    cache: job.cache,
    user: job.user,
    claim: SHARED_CLAIM,
  });
}
