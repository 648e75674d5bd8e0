import { inParallel } from '@heddle/runtime';
import type { Manifest } from '@heddle/manifests';
import type { ReconcileOptions, ReconcileResult } from '@heddle/runtime';
import { createHash } from 'node:crypto';
import type { KubernetesRuntimeContext } from '../../cluster-context';
import { namespaceOf, NODE_LABEL } from '../../names';
import type { ChainFeed } from '../../observe/chain-feed';
import { translated } from '../requests/api-errors';
import type { ClusterCalls } from '../requests/cluster-calls';
import { driftOf } from './drift';
import { knowsMonitors } from '../manifests/knows-monitors';
import { liveChain, versionsOf, type LiveChain, type LiveItem } from './live-chain';
import { isHeld } from '../nodes/node-workloads';
import { identityOf, renderWorkloads } from '../nodes/render-workloads';

/** A pass that found nothing to do: while neither the cluster nor the plan changes, nothing is compared again. */
interface Settled {
  readonly versions: string;
  /** Digest of the plan. */
  readonly plan: string;
  /** When the plan was read. */
  readonly at: number;
}

/** The last pass of each chain that found nothing to do. */
export type ReconcileMemory = Map<string, Settled>;

interface Reconciling {
  readonly context: KubernetesRuntimeContext;
  readonly chainId: string;
  readonly feed: ChainFeed;
  readonly memory: ReconcileMemory;
  readonly workloads?: ReconcileOptions['workloads'];
  readonly names?: ReconcileOptions['names'];
  readonly turn?: ReconcileOptions['turn'];
}

/** The plan of an unchanged chain is read again after this time. */
const REPLAN_MS = 60_000;
const LIMIT = 12;

const NOTHING: ReconcileResult = { started: [], waiting: [], failed: [], repaired: [] };

/**
 * One reconciliation of a chain's objects: what is missing is recreated, what others changed is corrected, and what
 * belongs to no node is removed. Kubernetes itself restarts pods that die.
 */
export async function reconcileChain(calls: ClusterCalls, options: Reconciling): Promise<ReconcileResult> {
  const { chainId, feed, memory } = options;
  if (options.workloads === undefined) return NOTHING;
  const versions = versionsOf(await feed.versions());
  const known = memory.get(chainId);
  const at = performance.now();
  if (known?.versions === versions) {
    if (at - known.at < REPLAN_MS) return NOTHING;
    const { digest } = await planOf(calls, options);
    if (digest === known.plan) {
      memory.set(chainId, { ...known, at });
      return NOTHING;
    }
  }
  const pass = await putRight(calls, options);
  if (pass === undefined) return NOTHING;
  const { result, plan } = pass;
  if (result.repaired.length + result.failed.length === 0) memory.set(chainId, { versions, plan, at });
  else memory.delete(chainId);
  return result;
}

interface Plan {
  readonly objects: readonly Manifest[];
  /** Of all nodes, including planned ones. */
  readonly names: ReadonlySet<string>;
  readonly digest: string;
}

async function planOf(
  calls: ClusterCalls,
  { context, chainId, workloads: read, names: planned }: Reconciling,
): Promise<Plan> {
  const workloads = (await read?.()) ?? [];
  const monitoring = await knowsMonitors(calls);
  const { objects } = await renderWorkloads({ context, chainId, workloads, monitoring });
  const names = new Set([...workloads.map(({ name }) => name), ...((await planned?.()) ?? [])]);
  const text = JSON.stringify([objects, [...names].sort()]);
  return { objects, names, digest: createHash('sha256').update(text).digest('base64') };
}

/**
 * The cluster is read before the plan: a node whose objects are found was in the plan by then, or is a stray. It is
 * read directly, so that nothing is repaired for what a watch has not heard of yet. Undefined when it was not this
 * pass's turn to repair.
 */
async function putRight(
  calls: ClusterCalls,
  options: Reconciling,
): Promise<{ readonly result: ReconcileResult; readonly plan: string } | undefined> {
  const { chainId, turn = (repair) => repair() } = options;
  const live = await liveChain(calls, chainId);
  if (live.goingAway) return undefined;
  const { objects, names, digest: plan } = await planOf(calls, options);
  const repairs = objects.flatMap((manifest) => repairOf(manifest, live.items.get(identityOf(manifest))));
  const work = { repairs, strays: straysOf(live, names), namespace: namespaceOf(chainId) };
  if (work.repairs.length + work.strays.length === 0) return { result: NOTHING, plan };
  const result = await turn(() => carryOut(calls, work));
  return result && { result, plan };
}

interface Repair {
  readonly manifest: Manifest;
  readonly words: string;
  readonly starts: boolean;
}

function repairOf(manifest: Manifest, item: LiveItem | undefined): Repair[] {
  const label = `${manifest.kind} ${manifest.metadata.name}`;
  const runs = manifest.kind === 'StatefulSet' || manifest.kind === 'Deployment';
  if (item === undefined) return [{ manifest, words: `${label} recreated`, starts: runs }];
  const wanted = runs && isHeld(item) ? heldDown(manifest) : manifest;
  const drift = driftOf(wanted, item.live);
  if (drift.length === 0) return [];
  const starts = runs && replicasOf(item.live) === 0 && replicasOf(wanted) === 1;
  return [{ manifest: wanted, words: `${label} corrected (${drift.join(', ')})`, starts }];
}

function heldDown(manifest: Manifest): Manifest {
  return { ...manifest, spec: { ...(manifest['spec'] as object), replicas: 0 } };
}

const replicasOf = (object: Readonly<Record<string, unknown>>): number | undefined =>
  (object['spec'] as { replicas?: number } | undefined)?.replicas;

/** Objects of nodes that no longer exist. Claims are not strays: they are ledgers that were kept on purpose. */
function straysOf({ items }: LiveChain, names: ReadonlySet<string>): LiveItem[] {
  return [...items.values()].filter(({ live, ofNodes }) => {
    const node = live.metadata.labels?.[NODE_LABEL];
    return ofNodes && node !== undefined && !names.has(node);
  });
}

interface Work {
  readonly repairs: readonly Repair[];
  readonly strays: readonly LiveItem[];
  readonly namespace: string;
}

async function carryOut(calls: ClusterCalls, { repairs, strays, namespace }: Work): Promise<ReconcileResult> {
  const started: string[] = [];
  const repaired: string[] = [];
  const failed: ReconcileResult['failed'][number][] = [];
  const guarded = async (name: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      calls.signal?.throwIfAborted();
      failed.push({ name, error: translated(error, calls.context) });
    }
  };
  const repair = ({ manifest, words, starts }: Repair) => {
    const node = manifest.metadata.labels?.[NODE_LABEL] ?? manifest.metadata.name;
    return guarded(node, async () => {
      await calls.apply(manifest);
      repaired.push(words);
      if (starts) started.push(node);
    });
  };
  const remove = ({ type, live: { metadata } }: LiveItem) =>
    guarded(metadata.labels?.[NODE_LABEL] ?? metadata.name, async () => {
      await calls.delete(type, metadata.name, { namespace, uid: metadata.uid });
      repaired.push(`${type.kind} ${metadata.name} removed: it belongs to no node`);
    });
  // The namespace must exist before anything in it.
  await inParallel(
    repairs.filter(({ manifest }) => manifest.kind === 'Namespace'),
    1,
    repair,
  );
  await inParallel(
    repairs.filter(({ manifest }) => manifest.kind !== 'Namespace'),
    LIMIT,
    repair,
  );
  await inParallel(strays, LIMIT, remove);
  return { started, waiting: [], failed, repaired };
}
