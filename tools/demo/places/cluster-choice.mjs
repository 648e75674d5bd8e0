import { existsSync } from 'node:fs';
import { clusterEnvironment } from '../../cluster/environment.mjs';
import { usedSettings } from '../../cluster/down.mjs';
import { clusterLayout } from '../../cluster/layout.mjs';
import { findNode } from '../../cluster/node-process.mjs';
import { checkMachine } from '../../cluster/prepare.mjs';
import { clusterSettings } from '../../cluster/settings.mjs';
import { cluster as clusterCommand } from '../../commands/cluster.mjs';
import { say } from '../../lib/say.mjs';

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ variables: NodeJS.ProcessEnv, takeDown: () => Promise<void> }>} takeDown: does nothing for a cluster that already existed
 */
export async function chooseCluster(env) {
  if (env['KUBECONFIG']) {
    say(`Cluster: KUBECONFIG=${env['KUBECONFIG']}`);
    return { variables: {}, takeDown: async () => undefined };
  }
  checkMachine();
  const settings = clusterSettings(env);
  const layout = clusterLayout(settings.state);
  if (findNode(layout) !== undefined && existsSync(layout.ready)) {
    say(`Cluster: ${settings.name}, which is up in ${settings.state}`);
    return { variables: clusterEnvironment(usedSettings(layout) ?? settings), takeDown: async () => undefined };
  }
  say('Cluster: KUBECONFIG is not set; bringing up a one-node Kubernetes on this machine');
  await clusterCommand(['up']);
  return {
    variables: clusterEnvironment(settings),
    takeDown: async () => {
      await clusterCommand(['down']);
    },
  };
}
