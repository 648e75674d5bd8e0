import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clusterApi } from '../cluster/api.ts';
import { ensureKubectl } from '../cluster/binaries.ts';
import { down, usedSettings } from '../cluster/down.ts';
import { clusterEnvironment } from '../cluster/environment.ts';
import { importArchive } from '../cluster/images/import.ts';
import { clusterLayout } from '../cluster/layout.ts';
import { control, findNode } from '../cluster/node-process.ts';
import { CLUSTER_NEEDS, checkMachine, prepareCluster } from '../cluster/prepare.ts';
import { restart, restartClients } from '../cluster/restart.ts';
import { clusterSettings, slotOf, type ClusterSettings } from '../cluster/settings.ts';
import { until } from '../lib/until.ts';
import { up } from '../cluster/up.ts';
import { tryLock } from '../lib/lock.mjs';
import { which } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { prepare } from '../setup/index.ts';
import { whenAskedToStop } from '../start/signals.ts';

interface SubCommand {
  readonly usage: string;
  readonly summary: string;
  readonly run: (settings: ClusterSettings, args: readonly string[]) => Promise<number>;
}

const SUB_COMMANDS: Record<string, SubCommand> = {
  up: { usage: 'up', summary: 'bring the cluster up', run: bringUp },
  down: { usage: 'down', summary: 'take the cluster down and remove its objects and volumes', run: takeDown },
  status: { usage: 'status', summary: 'report whether it is up (exit code 0) or not (3)', run: tellStatus },
  env: { usage: 'env', summary: 'print the variables for tests and kubectl, for eval', run: printEnvironment },
  load: { usage: 'load FILE...', summary: 'import images from docker or OCI archives', run: load },
  restart: {
    usage: 'restart',
    summary: 'kill the node and start it again; volumes and objects are kept',
    run: loseNode,
  },
  'api-server': { usage: 'api-server stop|start', summary: 'kill the API server, or start it again', run: apiServer },
};

/** The real one-node Kubernetes that tests run on; see tools/cluster/README.md. */
export async function cluster(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { state: { type: 'string' }, slot: { type: 'string' } },
  });
  const [name = '', ...rest] = positionals;
  const command = SUB_COMMANDS[name];
  if (!command) {
    say('Usage: node tools/heddle.mjs cluster <command> [--slot NUMBER] [--state FOLDER]');
    for (const { usage, summary } of Object.values(SUB_COMMANDS)) say(`  ${usage.padEnd(24)}${summary}`);
    return 2;
  }
  const settings = clusterSettings(process.env, {
    ...(values.slot === undefined ? {} : { slot: slotOf(values.slot) }),
    ...(values.state === undefined ? {} : { state: values.state }),
  });
  return command.run(settings, rest);
}

async function bringUp(settings: ClusterSettings) {
  checkMachine();
  const layout = clusterLayout(settings.state);
  if (findNode(layout) !== undefined && existsSync(layout.ready))
    throw new ToolError(
      `The cluster in ${settings.state} is already up.`,
      'Use it (npm run cluster:env), take it down first (npm run cluster:down), or choose another --slot.',
    );
  await alone(settings, async (signal) => {
    const prepared = await prepareCluster(settings, await prepare(CLUSTER_NEEDS));
    const began = performance.now();
    await up(settings, prepared, signal);
    say(
      `The cluster is up after ${((performance.now() - began) / 1000).toFixed(1)} s. Take it down: npm run cluster:down`,
    );
  });
  return printEnvironment(settings);
}

async function takeDown(settings: ClusterSettings) {
  checkMachine();
  await alone(settings, () => down(settings));
  return 0;
}

async function tellStatus(settings: ClusterSettings) {
  const layout = clusterLayout(settings.state);
  const node = findNode(layout);
  if (node === undefined) {
    say('The cluster is not up.');
    return 3;
  }
  const api = (await answers(settings)) ? 'its API server is ready' : 'its API server does not answer';
  say(`The cluster ${settings.name} is up (process ${node}): ${api} at https://${settings.nodeAddress}:6443`);
  return 0;
}

async function printEnvironment(settings: ClusterSettings) {
  const used = isUp(settings);
  for (const [name, value] of Object.entries(clusterEnvironment(used))) say(`export ${name}='${value}'`);
  const kubectl = which('kubectl') ? undefined : await ensureKubectl();
  if (kubectl !== undefined) say(`export PATH="$PATH:${kubectl}"`);
  return 0;
}

async function load(settings: ClusterSettings, files: readonly string[]) {
  const layout = clusterLayout(isUp(settings).state);
  if (files.length === 0) throw new ToolError('No file was given.', 'Name one or more image archives.');
  for (const file of files) say(await importArchive(layout, file));
  return 0;
}

async function loseNode(settings: ClusterSettings) {
  const used = isUp(settings);
  await alone(used, async (signal) => {
    await restart(used, await prepareCluster(used, await prepare(CLUSTER_NEEDS)), signal);
    say('The node has restarted.');
  });
  return 0;
}

async function apiServer(settings: ClusterSettings, [action]: readonly string[]) {
  const used = isUp(settings);
  if (action !== 'stop' && action !== 'start')
    throw new ToolError(`The API server cannot ${action ?? 'do nothing'}.`, 'Say stop or start.');
  const layout = clusterLayout(used.state);
  await control(layout, action, 'api-server');
  if (action === 'start') {
    await until('The API server', () => answers(used), { seconds: 60, remedy: 'Check its log in the state folder.' });
    await restartClients(layout);
  }
  say(action === 'stop' ? 'The API server is stopped.' : 'The API server is ready.');
  return 0;
}

/** @returns the settings that the cluster was brought up with */
function isUp(settings: ClusterSettings): ClusterSettings {
  const layout = clusterLayout(settings.state);
  const used = usedSettings(layout);
  if (used !== undefined && findNode(layout) !== undefined) return used;
  throw new ToolError(`No cluster is up in ${settings.state}.`, 'Bring it up: npm run cluster:up');
}

async function answers(settings: ClusterSettings) {
  const api = clusterApi(settings, clusterLayout(settings.state));
  try {
    return await api.ready();
  } finally {
    api.close();
  }
}

/** Two commands that change the same cluster cannot run at the same time. Ctrl-C ends the action at its next wait. */
async function alone(settings: ClusterSettings, action: (signal: AbortSignal) => Promise<void>) {
  const result = tryLock(clusterLayout(settings.state).lock, 'changes the cluster');
  if ('holder' in result)
    throw new ToolError(
      `Process ${result.holder.pid} is bringing the cluster in ${settings.state} up or down, or running tests on it.`,
      'Wait for it, or choose another --slot.',
    );
  const asked = whenAskedToStop();
  try {
    await action(asked.signal);
  } finally {
    asked.forget();
    result.lock.release();
  }
}
