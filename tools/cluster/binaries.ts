import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from '../lib/lock.mjs';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { ensureGo } from '../setup/go.ts';
import { progressLine } from '../setup/progress-line.ts';
import { clusterCache } from './settings.ts';

export const KUBERNETES_VERSION = '1.34.2';

const [MAJOR, MINOR] = KUBERNETES_VERSION.split('.');
const VERSION_PACKAGE = 'k8s.io/component-base/version';
const KUBERNETES_FLAGS = [
  `-X ${VERSION_PACKAGE}.gitVersion=v${KUBERNETES_VERSION}`,
  `-X ${VERSION_PACKAGE}.gitMajor=${MAJOR}`,
  `-X ${VERSION_PACKAGE}.gitMinor=${MINOR}`,
].join(' ');

/** Programs that are built together from one Go module below tools/cluster. */
interface Bundle {
  readonly title: string;
  /** Name of its folder in the cache, followed by the module's hash. */
  readonly name: string;
  /** Folder below tools/cluster. */
  readonly module: string;
  readonly packages: readonly string[];
  /** For the linker. */
  readonly flags?: string;
}

const command = (name: string) => `k8s.io/kubernetes/cmd/${name}`;

const BUNDLES: Record<'kubernetes' | 'kubectl' | 'coredns' | 'node', Bundle> = {
  kubernetes: {
    title: `Kubernetes ${KUBERNETES_VERSION}`,
    name: `kubernetes-${KUBERNETES_VERSION}`,
    module: 'kubernetes',
    packages: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'].map(command),
    flags: KUBERNETES_FLAGS,
  },
  kubectl: {
    title: `kubectl ${KUBERNETES_VERSION}`,
    name: `kubectl-${KUBERNETES_VERSION}`,
    module: 'kubernetes',
    packages: [command('kubectl')],
    flags: KUBERNETES_FLAGS,
  },
  coredns: { title: 'CoreDNS', name: 'coredns', module: 'coredns', packages: ['.'] },
  node: { title: 'the node program', name: 'node', module: 'node', packages: ['.'] },
};

/** Folders with programs. */
export type Binaries = Record<keyof typeof BUNDLES, string>;

/**
 * Finds the cluster's programs in the cache, or builds them. A build takes about five minutes on two cores, and a
 * second with a warm Go build cache.
 */
export async function ensureBinaries(): Promise<Binaries> {
  const folders: Partial<Binaries> = {};
  for (const [key, bundle] of Object.entries(BUNDLES)) folders[key as keyof Binaries] = await ensureBundle(bundle);
  return folders as Binaries;
}

/** @returns the folder with kubectl */
export function ensureKubectl(): Promise<string> {
  return ensureBundle(BUNDLES.kubectl);
}

/** The folder's name contains a hash of the sources. The build is renamed to it when it is complete. */
async function ensureBundle(bundle: Bundle): Promise<string> {
  const folder = join(clusterCache(), `${bundle.name}-${sourceHash(bundle)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  await withLock(
    `${folder}.lock`,
    ({ pid }) => {
      say(`Set-up: process ${pid} is building ${bundle.title}: waiting for it`);
    },
    async () => {
      if (!existsSync(folder)) await make(bundle, folder);
    },
  );
  return folder;
}

function sourceHash({ module, packages, flags = '' }: Bundle): string {
  const folder = fromRoot('tools', 'cluster', module);
  const hash = createHash('sha256').update(JSON.stringify([packages, flags]));
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

async function make(bundle: Bundle, folder: string): Promise<void> {
  const draft = `${folder}.${randomUUID()}`;
  mkdirSync(draft);
  try {
    await build(bundle, draft);
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function build({ title, module, packages, flags = '' }: Bundle, folder: string): Promise<void> {
  const go = await ensureGo('the test cluster is built with it');
  const options = {
    cwd: fromRoot('tools', 'cluster', module),
    // Static, without a C compiler, so that the node program runs in an image without libraries.
    env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0' },
  };
  const list = await run(go, ['list', '-deps', ...packages], { ...options, output: 'capture' });
  if (list.code !== 0) throw failed(title, list.stderr);
  const progress = progressLine(`Set-up: building ${title}`, list.stdout.split('\n').length);
  const args = ['build', '-v', '-buildvcs=false', '-trimpath', '-ldflags', `-s -w ${flags}`.trim()];
  const { code, stderr } = await run(go, [...args, '-o', `${folder}/`, ...packages], {
    ...options,
    onStderr: (text) => {
      progress.add(text.split('\n').length - 1);
    },
  });
  progress.end();
  if (code !== 0) throw failed(title, stderr);
}

function failed(title: string, stderr: string): ToolError {
  return new ToolError(
    `${title} could not be built.\n${stderr.trim().split('\n').slice(-15).join('\n')}`,
    'Check that the Go module proxy is reachable (go env GOPROXY) and that Go is as new as tools/cluster/kubernetes/go.mod asks for.',
  );
}
