import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OFFLINE_BUILDS, warmBuildCaches } from '../../cluster/build-caches.mjs';
import { ROOT } from '../../lib/root.mjs';
import { ToolError, say } from '../../lib/say.mjs';
import { prepare } from '../../setup/index.mjs';
import { chooseCluster } from './cluster-choice.mjs';
import { kubectl } from './kubectl.mjs';

/** @typedef {import('../session.mjs').Session} Session */

/** Registrations of the demo begin with it, so that it never changes one that a person has made. */
const OWN = 'demo-';

/**
 * A cluster, registered through the API: the one that KUBECONFIG names, else the one of `npm run cluster:up`, which is
 * brought up where it is not.
 *
 * Its instance has a data directory of its own, unless the person names one: an instance finds the artifacts of its
 * chains only as long as its shared folder stays the same.
 * @param {import('./place.mjs').DemoOptions} options
 * @param {string} data
 * @returns {Promise<import('./place.mjs').Place>}
 */
export async function kubernetesPlace(options, data) {
  const cluster = await chooseCluster(process.env);
  try {
    const env = { ...(await prepare(['go'])), ...cluster.variables };
    const volume = sharedVolume(options, env);
    const kubeconfig = await kubectl(['config', 'view', '--raw', '--flatten', '--minify'], env);
    const settings = {
      // Works wherever the API server is reached, with a Heddle inside or outside of the cluster.
      reachability: 'port_forward',
      shared: { type: 'nfs', server: volume.server, path: volume.path },
      ...(volume.ofTests ? { buildEnvironment: OFFLINE_BUILDS } : {}),
    };
    if (volume.ofTests && !options['release-chain']) {
      say('Putting what the sample chaincodes depend on into the caches of the shared volume');
      await warmBuildCaches(volume.folder, env);
    }
    return {
      data: process.env['HEDDLE_DATA'] ? data : join(data, 'kubernetes'),
      shared: volume.folder,
      spec: async (session, name) => ({
        runtime: 'kubernetes',
        cluster: await registered(session, { name, kubeconfig, settings }),
      }),
      leftovers: async (session, chain) => {
        await unregister(session, chain);
        return leftovers(chain, { folder: volume.folder, env });
      },
      close: async () => {
        if (options.release) await cluster.takeDown();
      },
    };
  } catch (error) {
    if (options.release) await cluster.takeDown();
    throw error;
  }
}

/**
 * The volume that nodes of the cluster mount, and the folder that it is for Heddle.
 * @param {Pick<import('./place.mjs').DemoOptions, 'nfs-server' | 'nfs-path'>} options
 * @param {NodeJS.ProcessEnv} env
 */
export function sharedVolume(options, env) {
  const ofTests = options['nfs-server'] === undefined;
  const server = options['nfs-server'] ?? env['HEDDLE_TEST_NFS_SERVER'];
  const path = options['nfs-path'] ?? env['HEDDLE_TEST_NFS_PATH'];
  const folder = env['HEDDLE_SHARED'] || (ofTests ? env['HEDDLE_TEST_CLUSTER_SHARED'] : undefined);
  if (server && path && folder) return { server, path, folder: resolve(ROOT, folder), ofTests };
  throw new ToolError(
    'The cluster needs a volume that its nodes mount and Heddle sees as a folder, and it is not named.',
    'Name it: HEDDLE_SHARED=<folder> npm run demo -- --runtime kubernetes --nfs-server <server> --nfs-path <export>; or unset KUBECONFIG, and a cluster is brought up on this machine.',
  );
}

/**
 * @param {Session} session
 * @param {{ name: string, kubeconfig: string, settings: object }} wanted
 * @returns {Promise<string>} the name under which the instance knows the cluster
 */
async function registered(session, { name, kubeconfig, settings }) {
  const { rest } = session;
  const { contexts } = await rest.post('/clusters/inspect', { kubeconfig });
  const { server } = contexts.find((/** @type {{ current: boolean }} */ { current }) => current) ?? contexts[0] ?? {};
  const { items } = await rest.get('/clusters?limit=200');
  const known = items.find((/** @type {{ server: string }} */ item) => item.server === server);
  const source = { type: 'kubeconfig', kubeconfig };
  const cluster = await session.timed('Register the cluster', () => {
    if (known === undefined) return rest.post('/clusters', { name, source, settings });
    // The same address may be a cluster that was brought up anew, with other credentials.
    return known.name.startsWith(OWN) ? rest.patch(`/clusters/${known.id}`, { source, settings }) : known;
  });
  const { name: found, version, status, lastTest } = cluster;
  say(`  ${found}: Kubernetes ${version} at ${server}, ${status.state}, ${lastTest?.nodes.length ?? 0} nodes`);
  if (status.state !== 'reachable')
    throw new ToolError(
      `The cluster cannot take chains: ${lastTest?.problem ?? status.reason}`,
      lastTest?.remedy ?? 'Test it on its page in the console.',
    );
  return found;
}

/**
 * Forgets the cluster when the demo had registered it and no other chain is there.
 * @param {Session} session
 * @param {import('./place.mjs').DemoChain} chain
 */
async function unregister({ rest }, { cluster: name }) {
  const { items } = await rest.get('/clusters?limit=200');
  const cluster = items.find((/** @type {{ name: string }} */ item) => item.name === name);
  if (cluster?.name.startsWith(OWN) && cluster.chains === 0) await rest.delete(`/clusters/${cluster.id}`);
}

/**
 * @param {{ id: string }} chain
 * @param {{ folder: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string[]>} objects of any kind that the chain has, and its folder on the shared volume
 */
async function leftovers({ id }, { folder, env }) {
  const kinds =
    'statefulset,deployment,job,pod,service,configmap,secret,persistentvolumeclaim,networkpolicy,poddisruptionbudget';
  const label = ['-l', `heddle.dev/chain=${id}`, '-o', 'name', '--ignore-not-found'];
  const [within, around] = await Promise.all([
    kubectl(['get', kinds, '--all-namespaces', ...label], env),
    kubectl(['get', 'namespace,persistentvolume', ...label], env),
  ]);
  const objects = `${within}${around}`.split('\n').filter((line) => line !== '');
  const artifacts = join(folder, 'artifacts', id);
  return [...objects, ...(existsSync(artifacts) ? [artifacts] : [])];
}
