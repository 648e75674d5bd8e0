import { ToolError } from '../lib/say.mjs';
import { ensureBinaries } from './binaries.mjs';
import { PAUSE_IMAGE } from './config-files.mjs';
import { allImages } from './images/images.mjs';
import { archiveImages } from './images/import.mjs';
import { ensurePackages } from './packages.mjs';

/**
 * The programs and images on the machine that a cluster is built from.
 * @typedef {object} Prepared
 * @property {Awaited<ReturnType<typeof ensurePackages>>} packages
 * @property {import('./binaries.mjs').Binaries} binaries
 * @property {import('./images/import.mjs').Archived[]} images
 */

/**
 * Fails on a machine that cannot run a cluster.
 * @param {{ platform: NodeJS.Platform, uid: number | undefined }} [machine]
 */
export function checkMachine({ platform, uid } = { platform: process.platform, uid: process.getuid?.() }) {
  const remedy =
    'Use an existing cluster instead: with KUBECONFIG set, npm run test:k8s uses that one (kind, minikube or a real one).';
  if (platform !== 'linux') throw new ToolError('The test cluster needs Linux.', remedy);
  if (uid !== 0)
    throw new ToolError('The test cluster needs root: it creates namespaces, mounts and network devices.', remedy);
}

/** What must be set up on the machine first. */
export const CLUSTER_NEEDS = /** @type {const} */ (['go', 'fabric-tools']);

/**
 * Installs and builds what is missing. Takes minutes the first time.
 * @param {import('./settings.mjs').ClusterSettings} settings
 * @param {NodeJS.ProcessEnv} env where CLUSTER_NEEDS were prepared
 * @returns {Promise<Prepared>}
 */
export async function prepareCluster(settings, env) {
  checkMachine();
  const packages = await ensurePackages();
  const binaries = await ensureBinaries();
  const fabricHome = env['FABRIC_HOME'] ?? '';
  const images = await allImages({ nodeProgram: binaries.node, busybox: packages.busybox, fabricHome, env });
  return { packages, binaries, images: await archiveImages(images.filter((image) => isWanted(image, settings))) };
}

/**
 * No pod can run without the pause image.
 * @param {{ reference: string }} image
 * @param {import('./settings.mjs').ClusterSettings} settings
 */
function isWanted({ reference }, { images }) {
  return images.length === 0 || reference === PAUSE_IMAGE || images.some((part) => reference.includes(part));
}
