import { ToolError } from '../lib/say.mjs';
import { ensureBinaries, type Binaries } from './binaries.ts';
import { PAUSE_IMAGE } from './config-files.ts';
import { allImages } from './images/images.ts';
import { archiveImages, type Archived } from './images/import.ts';
import { ensurePackages, type Packages } from './packages.ts';
import type { ClusterSettings } from './settings.ts';

/** The programs and images on the machine that a cluster is built from. */
export interface Prepared {
  readonly packages: Packages;
  readonly binaries: Binaries;
  readonly images: readonly Archived[];
}

/** Fails on a machine that cannot run a cluster. */
export function checkMachine(
  { platform, uid }: { platform: NodeJS.Platform; uid: number | undefined } = {
    platform: process.platform,
    uid: process.getuid?.(),
  },
): void {
  const remedy =
    'Use an existing cluster instead: with KUBECONFIG set, npm run test:k8s uses that one (kind, minikube or a real one).';
  if (platform !== 'linux') throw new ToolError('The test cluster needs Linux.', remedy);
  if (uid !== 0)
    throw new ToolError('The test cluster needs root: it creates namespaces, mounts and network devices.', remedy);
}

/** What must be set up on the machine first. */
export const CLUSTER_NEEDS = ['go', 'fabric-tools'] as const;

/**
 * Installs and builds what is missing. Takes minutes the first time.
 * @param env where CLUSTER_NEEDS were prepared
 */
export async function prepareCluster(settings: ClusterSettings, env: NodeJS.ProcessEnv): Promise<Prepared> {
  checkMachine();
  const packages = await ensurePackages();
  const binaries = await ensureBinaries();
  const fabricHome = env['FABRIC_HOME'] ?? '';
  const images = await allImages({ nodeProgram: binaries.node, busybox: packages.busybox, fabricHome, env });
  return { packages, binaries, images: await archiveImages(images.filter((image) => isWanted(image, settings))) };
}

/** No pod can run without the pause image. */
function isWanted({ reference }: { reference: string }, { images }: ClusterSettings): boolean {
  return images.length === 0 || reference === PAUSE_IMAGE || images.some((part) => reference.includes(part));
}
