import { existsSync } from 'node:fs';
import { usedSettings } from '../../cluster/down.ts';
import { clusterEnvironment } from '../../cluster/environment.ts';
import { clusterLayout } from '../../cluster/layout.ts';
import { findNode } from '../../cluster/node-process.ts';
import { checkMachine } from '../../cluster/prepare.ts';
import { clusterSettings } from '../../cluster/settings.ts';
import { cluster as clusterCommand } from '../../commands/cluster.ts';
import { say } from '../../lib/say.mjs';

interface ChosenCluster {
  readonly variables: NodeJS.ProcessEnv;
  /** Does nothing for a cluster that already existed. */
  readonly takeDown: () => Promise<void>;
}

/** The cluster that KUBECONFIG names, or the one-node Kubernetes of this machine, which is brought up if necessary. */
export async function chooseCluster(env: NodeJS.ProcessEnv): Promise<ChosenCluster> {
  if (env['KUBECONFIG']) {
    say(`Cluster: KUBECONFIG=${env['KUBECONFIG']}`);
    return { variables: {}, takeDown: () => Promise.resolve() };
  }
  checkMachine();
  const settings = clusterSettings(env);
  const layout = clusterLayout(settings.state);
  if (findNode(layout) !== undefined && existsSync(layout.ready)) {
    say(`Cluster: ${settings.name}, which is up in ${settings.state}`);
    return { variables: clusterEnvironment(usedSettings(layout) ?? settings), takeDown: () => Promise.resolve() };
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
