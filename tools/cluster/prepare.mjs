import { ToolError } from '../lib/say.mjs';
import { ensureBinaries } from './binaries.mjs';
import { PAUSE_IMAGE } from './config-files.mjs';
import { allImages } from './images/images.mjs';
import { archiveImages } from './images/import.mjs';
import { ensurePackages } from './packages.mjs';

/**
 * Everything on the machine that a cluster is made of.
 * @typedef {object} Prepared
 * @property {Awaited<ReturnType<typeof ensurePackages>>} packages
 * @property {import('./binaries.mjs').Binaries} binaries
 * @property {import('./images/import.mjs').Archived[]} images
 */

/**
 * Fails where a cluster cannot be.
 * @param {{ platform: NodeJS.Platform, uid: number | undefined }} [machine]
 */
export function checkMachine({ platform, uid } = { platform: process.platform, uid: process.getuid?.() }) {
  const remedy =
    'Use a cluster that you have instead: with KUBECONFIG set, npm run test:k8s takes that one (kind, minikube or a real one).';
  if (platform !== 'linux') throw new ToolError('The test cluster needs Linux.', remedy);
  if (uid !== 0)
    throw new ToolError('The test cluster needs root: it makes namespaces, mounts and network devices.', remedy);
}

/** What has to be on the machine before. */
export const CLUSTER_NEEDS = /** @type {const} */ (['go', 'fabric-tools']);

/**
 * Installs and builds what is missing: minutes the first time, nothing after that.
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
 * Without the pause image no pod can run.
 * @param {{ reference: string }} image
 * @param {import('./settings.mjs').ClusterSettings} settings
 */
function isWanted({ reference }, { images }) {
  return images.length === 0 || reference === PAUSE_IMAGE || images.some((part) => reference.includes(part));
}
