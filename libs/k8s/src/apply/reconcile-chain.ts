import type { Manifest } from '@heddle/manifests';
import type { ReconcileOptions, ReconcileResult } from '@heddle/runtime';
import { namespaceOf, NODE_LABEL } from '../names';
import { translated } from './api-errors';
import type { ClusterCalls } from './cluster-calls';
import { driftOf } from './drift';
import { inParallel } from './in-parallel';
import { knowsMonitors } from './knows-monitors';
import { liveChain, versionsOf, type LiveChain, type LiveItem } from './live-chain';
import { isHeld } from './node-workloads';
import { identityOf, renderWorkloads, type KubernetesRuntimeContext } from './render-workloads';

/** The last pass that found nothing to do, by chain: nothing is compared again while the cluster has those versions. */
export type ReconcileMemory = Map<string, { readonly versions: string; readonly at: number }>;

interface Reconciling {
  readonly context: KubernetesRuntimeContext;
  readonly chainId: string;
  readonly memory: ReconcileMemory;
  readonly workloads?: ReconcileOptions['workloads'];
  readonly names?: ReconcileOptions['names'];
  readonly turn?: ReconcileOptions['turn'];
}

/** Even an unchanged chain is compared this often, as its desired state may have changed. */
const FORGET_MS = 60_000;
const LIMIT = 12;

const NOTHING: ReconcileResult = { started: [], waiting: [], failed: [], repaired: [] };

/**
 * One reconciliation of a chain's objects: what is missing is recreated, what others changed is corrected, and what
 * belongs to no node is removed. Kubernetes itself restarts pods that die.
 */
export async function reconcileChain(calls: ClusterCalls, options: Reconciling): Promise<ReconcileResult> {
  const { chainId, memory, workloads } = options;
  if (workloads === undefined) return NOTHING;
  const versions = await versionsOf(calls, chainId);
  const known = memory.get(chainId);
  const now = performance.now();
  if (known?.versions === versions && now - known.at < FORGET_MS) return NOTHING;
  const result = await putRight(calls, options, workloads);
  if (result === undefined) return NOTHING;
  if (result.repaired.length + result.failed.length === 0) memory.set(chainId, { versions, at: now });
  else memory.delete(chainId);
  return result;
}

/**
 * The cluster is read before the plan: a node whose objects are found was in the plan by then, or is a stray.
 * Undefined when it was not this pass's turn to repair.
 */
async function putRight(
  calls: ClusterCalls,
  { context, chainId, names: planned, turn = (repair) => repair() }: Reconciling,
  workloads: NonNullable<ReconcileOptions['workloads']>,
): Promise<ReconcileResult | undefined> {
  const live = await liveChain(calls, chainId);
  if (live.goingAway) return NOTHING;
  const plan = await workloads();
  const monitoring = await knowsMonitors(calls);
  const { objects } = await renderWorkloads({ context, chainId, workloads: plan, monitoring });
  const repairs = objects.flatMap((manifest) => repairOf(manifest, live.items.get(identityOf(manifest))));
  const names = new Set([...plan.map(({ name }) => name), ...((await planned?.()) ?? [])]);
  const work = { repairs, strays: straysOf(live, names), namespace: namespaceOf(chainId) };
  if (work.repairs.length + work.strays.length === 0) return NOTHING;
  return turn(() => carryOut(calls, work));
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
