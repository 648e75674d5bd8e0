import { readFileSync } from 'node:fs';
import type { SignedInClient } from '@heddle/client';
import { api } from '@heddle/contracts';
import type { Ground } from '../ground';
import type { NodeRow } from '../rows';
import { expectNothingLeft, expectEveryNodeRunning, type World } from '../world';
import { kubectl, objects, type KubeObject } from './kubectl';
import { forwarded } from './port-forward';

const CLUSTER = 'here';
const CHAIN = 'heddle.dev/chain';
const NODE = 'heddle.dev/node';
/** Objects that Kubernetes keeps in every namespace, and objects that come and go. */
const OF_KUBERNETES = ['ConfigMap kube-root-ca.crt', 'ServiceAccount default'];
const PASSING = /^(events|endpoints|endpointslices|leases|csistoragecapacities)(\.|$)/;
/** Pods of the test cluster cannot reach a registry; the sample's dependencies are in their caches. */
const OFFLINE_BUILDS = { GOPROXY: 'off', GOFLAGS: '-mod=mod' };

/** After an outage Kubernetes takes up to a minute and a half to report pods as ready. */
const LIMIT_MS = 290_000;

interface Pod extends KubeObject {
  readonly status: { readonly containerStatuses?: readonly { ready: boolean; restartCount: number }[] };
}

interface KubeEvent extends KubeObject {
  readonly reason: string;
  readonly count?: number;
}

interface Volume extends KubeObject {
  readonly spec: { readonly claimRef?: { readonly namespace: string; readonly name: string } };
}

export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: see tools/cluster/README.md.`);
  return value;
}

/** Registers the cluster of KUBECONFIG as a user would. */
export async function registerCluster(client: SignedInClient): Promise<void> {
  const body = {
    name: CLUSTER,
    source: { type: 'kubeconfig', kubeconfig: readFileSync(required('KUBECONFIG'), 'utf8') },
    settings: {
      shared: { type: 'nfs', server: required('HEDDLE_TEST_NFS_SERVER'), path: required('HEDDLE_TEST_NFS_PATH') },
      ledgerSize: '1Gi',
      buildEnvironment: OFFLINE_BUILDS,
    },
  } as const;
  const { status } = await client.ask(api.clusters.register, { body });
  expect(status).toMatchObject({ state: 'reachable' });
}

/** Checks of chains on the registered cluster. */
export async function clusterGround(): Promise<Ground> {
  const kinds = await kindsWithin();
  return {
    spec: { runtime: 'kubernetes', cluster: CLUSTER },
    limitMs: LIMIT_MS,
    async expectEachNodeOnce(world, chainId) {
      await expectEveryNodeRunning(world, chainId, LIMIT_MS);
      await expectObjectsOnce(world, chainId, kinds);
    },
    reach: forwarded,
    async expectNothingLeft(world, chainId) {
      await expectNothingLeft(world, chainId, []);
      expect(await leftOf(chainId, kinds)).toEqual([]);
    },
  };
}

/** Every kind of namespaced object on this cluster. */
async function kindsWithin(): Promise<string> {
  const names = await kubectl('api-resources', '--namespaced', '--verbs=list', '--output', 'name');
  return names
    .split('\n')
    .filter((name) => name !== '' && !PASSING.test(name))
    .join(',');
}

/** One namespace with each object of each node exactly once, no other objects, and no pod that was ever replaced. */
async function expectObjectsOnce({ rows }: World, chainId: string, kinds: string): Promise<void> {
  const namespaces = await objects('namespaces', '--selector', `${CHAIN}=${chainId}`);
  expect(namespaces).toHaveLength(1);
  const namespace = namespaces[0]?.metadata.name ?? '';
  const within = await objects(kinds, '--namespace', namespace);
  const titles = within.map(titleOf).filter((title) => !OF_KUBERNETES.includes(title));
  const own = wasRestarted(rows, chainId) ? [...new Set(titles)] : titles;
  expect(own.sort()).toEqual(expectedFor(rows.nodes(chainId)).sort());
  const volumes = (await objects<Volume>('persistentvolumes')).filter(
    ({ spec, metadata }) => spec.claimRef?.namespace === namespace || metadata.labels?.[CHAIN] === chainId,
  );
  const claims = within.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(({ metadata }) => metadata.name);
  expect(volumes.map(({ spec }) => spec.claimRef?.name).sort()).toEqual(claims.sort());
  for (const { status } of within.filter((object): object is Pod => object.kind === 'Pod')) {
    expect(status.containerStatuses).toMatchObject([{ ready: true, restartCount: 0 }]);
  }
}

/** Each restart of a node adds a ControllerRevision. */
const wasRestarted = (rows: World['rows'], chainId: string): boolean =>
  ['node.resize', 'chain.restart'].some((kind) => rows.operations(chainId, kind) > 0);

/** Objects with a generated name are identified by their node's name. */
function titleOf({ kind, metadata }: KubeObject): string {
  const isMadeUp = ['Pod', 'ReplicaSet', 'ControllerRevision'].includes(kind);
  return isMadeUp ? `${kind} of ${metadata.labels?.[NODE] ?? metadata.name}` : `${kind} ${metadata.name}`;
}

/** A second ControllerRevision or ReplicaSet would show that a node was rolled out twice. */
function expectedFor(nodes: readonly NodeRow[]): string[] {
  const peers = nodes.filter(({ kind }) => kind === 'peer').map(({ organization }) => organization);
  return [
    'PersistentVolumeClaim heddle-shared',
    'PodDisruptionBudget orderers',
    ...[...new Set(peers)].map((organization) => `PodDisruptionBudget peers-${organization}`),
    ...['allow-chaincode', 'allow-monitoring', 'allow-same-chain', 'default-deny'].map(
      (policy) => `NetworkPolicy ${policy}`,
    ),
    ...nodes.flatMap((node) => [
      `Pod of ${node.name}`,
      `Service ${node.name}`,
      `ConfigMap ${node.name}-config`,
      `Secret ${node.name}-keys`,
      ...(node.kind === 'chaincode'
        ? [`Deployment ${node.name}`, `ReplicaSet of ${node.name}`]
        : [
            `StatefulSet ${node.name}`,
            `ControllerRevision of ${node.name}`,
            `PersistentVolumeClaim ${node.name}-data`,
          ]),
    ]),
  ];
}

/** One Job of the chain created one pod, and it is gone, according to the cluster's events. */
export async function expectBuiltOnce(chainId: string): Promise<void> {
  const [namespace] = await objects('namespaces', '--selector', `${CHAIN}=${chainId}`);
  const place = ['--namespace', namespace?.metadata.name ?? ''];
  const events = await objects<KubeEvent>('events', ...place, '--field-selector', 'involvedObject.kind=Job');
  const made = events.filter(({ reason }) => reason === 'SuccessfulCreate');
  expect(made.map(({ count }) => count ?? 1)).toEqual([1]);
  expect(await objects('jobs,pods', ...place, '--selector', 'heddle.dev/build')).toEqual([]);
}

/** Leftovers of a chain anywhere on the cluster. */
async function leftOf(chainId: string, kinds: string): Promise<string[]> {
  const selector = ['--selector', `${CHAIN}=${chainId}`];
  const [around, within, volumes] = await Promise.all([
    objects('namespaces,persistentvolumes', ...selector),
    objects(kinds, '--all-namespaces', ...selector),
    objects<Volume>('persistentvolumes'),
  ]);
  const namespace = `heddle-${chainId.slice(-12)}`;
  const made = volumes.filter(({ spec }) => spec.claimRef?.namespace === namespace);
  return [...around, ...within, ...made].map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}
