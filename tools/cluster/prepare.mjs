import { ToolError } from '../lib/say.mjs';
import { prepare } from '../setup/index.mjs';
import { ensureBinaries } from './binaries.mjs';
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

/** Fails where a cluster cannot be. */
export function checkMachine() {
  const elsewhere =
    'Use a cluster that you have instead: with KUBECONFIG set, npm run test:k8s takes that one (kind, minikube or a real one).';
  if (process.platform !== 'linux') throw new ToolError('The test cluster needs Linux.', elsewhere);
  if (process.getuid?.() !== 0)
    throw new ToolError('The test cluster needs root: it makes namespaces, mounts and network devices.', elsewhere);
}

/**
 * Installs and builds what is missing: minutes the first time, nothing after that.
 * @returns {Promise<Prepared>}
 */
export async function prepareCluster() {
  checkMachine();
  const packages = await ensurePackages();
  const binaries = await ensureBinaries();
  const env = await prepare(['go', 'fabric-tools']);
  const sources = { nodeProgram: binaries.node, busybox: packages.busybox, fabricHome: env['FABRIC_HOME'] ?? '' };
  return { packages, binaries, images: await archiveImages(await allImages(sources)) };
}
