import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { api, type BodyInputOf } from '@heddle/contracts';
import { OFFLINE_BUILDS, warmBuildCaches } from '../../cluster/build-caches.ts';
import { kubectl, withKubectl } from '../../cluster/kubectl.ts';
import { ROOT } from '../../lib/root.mjs';
import { ToolError, say } from '../../lib/say.mjs';
import { prepare } from '../../setup/index.ts';
import type { Session } from '../session.ts';
import { chooseCluster } from './cluster-choice.ts';
import type { DemoOptions, Place, DemoChain } from './place.ts';

type ClusterSettings = BodyInputOf<typeof api.clusters.register>['settings'];

/** Name prefix of the demo's registrations, so that it never changes a registration of the user. */
const OWN = 'demo-';

/**
 * A cluster that is registered through the API: the one that KUBECONFIG names, or that of `npm run cluster:up`, which
 * is brought up if necessary.
 *
 * Its instance has a separate data directory unless the user names one: an instance finds the artifacts of its chains
 * only while its shared folder stays the same.
 */
export async function kubernetesPlace(options: DemoOptions, data: string): Promise<Place> {
  const cluster = await chooseCluster(process.env);
  try {
    const env = await withKubectl({ ...(await prepare(['go'])), ...cluster.variables });
    const volume = sharedVolume(options, env);
    const kubeconfig = await kubectl(['config', 'view', '--raw', '--flatten', '--minify'], { env });
    const settings: ClusterSettings = {
      // Works wherever the API server is reachable, whether Heddle runs inside or outside of the cluster.
      reachability: 'port_forward',
      shared: { type: 'nfs', server: volume.server, path: volume.path },
      ...(volume.ofTests ? { buildEnvironment: OFFLINE_BUILDS } : {}),
    };
    if (volume.ofTests && !options['release-chain']) {
      say('Filling the caches of the shared volume with the dependencies of the sample chaincodes');
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

/** The volume that the cluster's nodes mount, and its folder for Heddle. */
export function sharedVolume(options: Pick<DemoOptions, 'nfs-server' | 'nfs-path'>, env: NodeJS.ProcessEnv) {
  const ofTests = options['nfs-server'] === undefined;
  const server = options['nfs-server'] ?? env['HEDDLE_TEST_NFS_SERVER'];
  const path = options['nfs-path'] ?? env['HEDDLE_TEST_NFS_PATH'];
  const folder = env['HEDDLE_SHARED'] || (ofTests ? env['HEDDLE_TEST_CLUSTER_SHARED'] : undefined);
  if (server && path && folder) return { server, path, folder: resolve(ROOT, folder), ofTests };
  throw new ToolError(
    'The shared volume of the cluster is not set. Its nodes mount it, and Heddle sees it as a folder.',
    'Set it: HEDDLE_SHARED=<folder> npm run demo -- --runtime kubernetes --nfs-server <server> --nfs-path <export>; or unset KUBECONFIG to bring up a cluster on this machine.',
  );
}

/** @returns the name of the cluster in the instance */
async function registered(
  session: Session,
  { name, kubeconfig, settings }: { name: string; kubeconfig: string; settings: ClusterSettings },
): Promise<string> {
  const { client } = session;
  const { contexts } = await client.ask(api.clusters.inspect, { body: { kubeconfig } });
  const server = (contexts.find(({ current }) => current) ?? contexts[0])?.server;
  const known = (await client.all(api.clusters.list, {})).find((item) => item.server === server);
  const source = { type: 'kubeconfig', kubeconfig } as const;
  const cluster = await session.timed('Register the cluster', async () => {
    if (known === undefined) return client.ask(api.clusters.register, { body: { name, source, settings } });
    // A cluster at the same address may have been recreated, with other credentials.
    if (!known.name.startsWith(OWN)) return known;
    return client.ask(api.clusters.update, { params: { clusterId: known.id }, body: { source, settings } });
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

/** Unregisters the cluster if the demo registered it and it has no other chain. */
async function unregister({ client }: Session, { cluster: name }: DemoChain) {
  const cluster = (await client.all(api.clusters.list, {})).find((item) => item.name === name);
  if (cluster === undefined || !cluster.name.startsWith(OWN) || cluster.chains > 0) return;
  await client.ask(api.clusters.delete, { params: { clusterId: cluster.id } });
}

/** @returns remaining objects of any kind, and the chain's folder on the shared volume */
async function leftovers(
  { id }: { id: string },
  { folder, env }: { folder: string; env: NodeJS.ProcessEnv },
): Promise<string[]> {
  const kinds =
    'statefulset,deployment,job,pod,service,configmap,secret,persistentvolumeclaim,networkpolicy,poddisruptionbudget';
  const label = ['-l', `heddle.dev/chain=${id}`, '-o', 'name', '--ignore-not-found'];
  const [within, around] = await Promise.all([
    kubectl(['get', kinds, '--all-namespaces', ...label], { env }),
    kubectl(['get', 'namespace,persistentvolume', ...label], { env }),
  ]);
  const objects = `${within}${around}`.split('\n').filter((line) => line !== '');
  const artifacts = join(folder, 'artifacts', id);
  return [...objects, ...(existsSync(artifacts) ? [artifacts] : [])];
}
