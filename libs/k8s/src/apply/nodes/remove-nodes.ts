import { inParallel, ReleaseIncompleteError, type NodeSelector, type RemoveOptions } from '@heddle/runtime';
import { ClusterRefusedError } from '../../access/errors';
import { CHAIN_LABEL, chainSelector, namespaceOf, NODE_LABEL } from '../../names';
import type { ClusterCalls } from '../requests/cluster-calls';
import { endMaintenance } from './end-maintenance';
import { endPods } from './end-pods';
import { eraseLedgers } from './erase-ledgers';
import type { LiveObject } from '../requests/live-object';
import { labelSelectorOf } from './node-workloads';
import { NODE_TYPES, OPTIONAL_TYPES } from '../requests/chain-types';
import {
  CLAIMS,
  DEPLOYMENTS,
  JOBS,
  NAMESPACES,
  NETWORK_POLICIES,
  PERSISTENT_VOLUMES,
  SERVICE_MONITORS,
  STATEFUL_SETS,
  type ResourceType,
} from '../requests/resource-path';
import { watchUntil, type WatchUntilOptions } from '../requests/watch-until';

const GRACE_MS = 10_000;
const LIMIT = 12;
/** How long finalizers may hold a namespace or volume before that is an error, in milliseconds. */
const PATIENCE_MS = 300_000;

/** What creates pods, so that none that was stopped comes back. */
const MAKERS = [STATEFUL_SETS, DEPLOYMENTS, JOBS];
/** What else belongs to nodes, and to the chain as a whole. */
const OTHERS = [...NODE_TYPES.filter((type) => !MAKERS.includes(type)), NETWORK_POLICIES, SERVICE_MONITORS];

type Release = Pick<RemoveOptions, 'graceMs' | 'keepLedgers'>;

/**
 * Removes nodes, or the whole chain with its namespace, and returns when all of it is gone from the cluster.
 *
 * @throws ClusterRefusedError when the namespace is not this chain's; ReleaseIncompleteError when something holds it
 */
export async function removeNodes(calls: ClusterCalls, selector: NodeSelector, release: Release): Promise<void> {
  const { chainId, names } = selector;
  const namespace = await ownNamespace(calls, chainId);
  if (names?.length === 0) return;
  if (namespace !== undefined) {
    if (release.keepLedgers !== true) await eraseFolders(calls, selector, release);
    if (names === undefined && release.keepLedgers !== true) await removeNamespace(calls, chainId, release);
    else await removeObjects(calls, selector, release);
  }
  if (release.keepLedgers !== true) await untilVolumesGone(calls, selector);
}

/** Folders of a machine that hold ledgers are emptied while there is still a namespace to do it in. */
async function eraseFolders(
  calls: ClusterCalls,
  selector: NodeSelector,
  { graceMs = GRACE_MS }: Release,
): Promise<void> {
  if (calls.context.settings.ledgers.type !== 'host_path') return;
  const query = { namespace: namespaceOf(selector.chainId), labelSelector: labelSelectorOf(selector) };
  await deleteAll(calls, MAKERS, query);
  await endPods(calls, { ...query, graceMs });
  await endMaintenance(calls, selector);
  await eraseLedgers(calls, selector);
}

/** The chain's namespace; one with its name and without its label is not ours. */
async function ownNamespace(calls: ClusterCalls, chainId: string): Promise<LiveObject | undefined> {
  const name = namespaceOf(chainId);
  const found = await calls.find(NAMESPACES, { name });
  if (found === undefined || found.metadata.labels?.[CHAIN_LABEL] === chainId) return found;
  throw new ClusterRefusedError(
    `Namespace ${name} of cluster ${calls.context.name} does not carry the label ${CHAIN_LABEL}=${chainId}, so nothing in it was deleted.`,
    {
      remedy: `If the namespace is this chain's, label it (kubectl label namespace ${name} ${CHAIN_LABEL}=${chainId}) and retry; otherwise leave it and forget the chain.`,
    },
  );
}

/**
 * Pods and claims are deleted at once: by itself, the namespace's controller begins after five seconds, and gives each
 * pod the full grace period of its template.
 */
async function removeNamespace(calls: ClusterCalls, chainId: string, { graceMs = GRACE_MS }: Release): Promise<void> {
  const namespace = namespaceOf(chainId);
  await calls.delete(NAMESPACES, namespace);
  const labelSelector = chainSelector(chainId);
  await deleteAll(calls, MAKERS, { namespace, labelSelector });
  await Promise.all([
    deleteAll(calls, [CLAIMS], { namespace, labelSelector }),
    deleteAll(calls, [PERSISTENT_VOLUMES], { labelSelector }),
    endPods(calls, { namespace, graceMs }),
  ]);
  await watchUntil(calls, {
    type: NAMESPACES,
    fieldSelector: `metadata.name=${namespace}`,
    waitingFor: ([found]) => (found === undefined ? null : `Namespace ${namespace} is going away${remainderOf(found)}`),
    deadline: deadlineOf(`kubectl get namespace ${namespace} -o yaml`),
  });
}

/** What the namespace's controller reports it waits for: content, and finalizers by name. */
function remainderOf({ status }: LiveObject): string {
  const conditions = (status as { conditions?: { type: string; status: string; message?: string }[] }).conditions ?? [];
  const remaining = conditions.filter(
    ({ type, status: state }) => /Remaining$|Failure$/.test(type) && state === 'True',
  );
  return remaining.length === 0 ? '' : `: ${remaining.map(({ message = '' }) => message).join('; ')}`;
}

/** The objects of some nodes, or of all while the namespace is kept for the ledgers. */
async function removeObjects(calls: ClusterCalls, selector: NodeSelector, release: Release): Promise<void> {
  const { graceMs = GRACE_MS, keepLedgers = false } = release;
  const namespace = namespaceOf(selector.chainId);
  const query = { namespace, labelSelector: labelSelectorOf(selector) };
  await deleteAll(calls, MAKERS, query);
  await endPods(calls, { ...query, graceMs });
  await endMaintenance(calls, selector);
  await deleteAll(calls, OTHERS, query);
  // A node's own claim is its ledger; other claims of a chain are the shared volume's.
  const volumes = keepLedgers ? `${query.labelSelector},!${NODE_LABEL}` : query.labelSelector;
  await deleteAll(calls, [CLAIMS], { namespace, labelSelector: volumes });
  await deleteAll(calls, [PERSISTENT_VOLUMES], { labelSelector: volumes });
  const command = `kubectl get persistentvolumeclaims --namespace ${namespace} -o yaml`;
  await untilGone(calls, { type: CLAIMS, namespace, labelSelector: volumes }, { words: 'Claims', command });
  await untilGone(calls, { type: PERSISTENT_VOLUMES, labelSelector: volumes }, VOLUMES);
  if (keepLedgers) await tellKept(calls, namespace, query.labelSelector);
}

async function tellKept(calls: ClusterCalls, namespace: string, labelSelector: string): Promise<void> {
  const items = await calls.list(CLAIMS, { namespace, labelSelector, contents: 'metadata' });
  calls.progress.say(`Namespace ${namespace} stays with the ledgers (${items.length} claims): ${namesOf(items)}`);
}

/** Volumes that Kubernetes provisioned for claims are deleted after them, unless their storage class retains them. */
async function untilVolumesGone(calls: ClusterCalls, selector: NodeSelector): Promise<void> {
  const counts = (volume: LiveObject) => isVolumeOf(volume, selector);
  await untilGone(calls, { type: PERSISTENT_VOLUMES }, { ...VOLUMES, counts });
}

/** Objects that were deleted and may still be there: their name in the plural, and the command that shows them. */
interface Going {
  readonly words: string;
  readonly command: string;
  /** Whether an object is waited for; all are by default. */
  readonly counts?: (object: LiveObject) => boolean;
}

const VOLUMES: Going = { words: 'Volumes', command: 'kubectl get persistentvolumes' };

async function untilGone(
  calls: ClusterCalls,
  query: Pick<WatchUntilOptions, 'type' | 'namespace' | 'labelSelector'>,
  { words, command, counts = () => true }: Going,
): Promise<void> {
  await watchUntil(calls, {
    ...query,
    waitingFor: (objects) => {
      const left = objects.filter(counts);
      return left.length === 0 ? null : `${words} are going away: ${namesOf(left)}`;
    },
    deadline: deadlineOf(command),
  });
}

interface VolumeSpec {
  readonly claimRef?: { readonly namespace?: string; readonly name?: string };
  readonly persistentVolumeReclaimPolicy?: string;
}

/** One of Heddle's own volumes, by its labels, or one that Kubernetes provisioned for a claim of the chain. */
function isVolumeOf(volume: LiveObject, selector: NodeSelector): boolean {
  const { labels } = volume.metadata;
  const own = labels?.[CHAIN_LABEL] === selector.chainId;
  return own ? isMeant(labels[NODE_LABEL] ?? '', selector) : isMadeFor(volume, selector);
}

function isMadeFor({ spec }: LiveObject, selector: NodeSelector): boolean {
  const { claimRef, persistentVolumeReclaimPolicy } = (spec ?? {}) as VolumeSpec;
  if (claimRef?.namespace !== namespaceOf(selector.chainId) || persistentVolumeReclaimPolicy !== 'Delete') return false;
  return isMeant((claimRef.name ?? '').replace(/-data$/, ''), selector);
}

const isMeant = (node: string, { names }: NodeSelector): boolean => names?.includes(node) ?? true;

async function deleteAll(
  calls: ClusterCalls,
  types: readonly ResourceType[],
  query: { readonly namespace?: string; readonly labelSelector: string },
): Promise<void> {
  const found = await Promise.all(
    types.map(async (type) => {
      const items = await calls.list(type, { ...query, contents: 'metadata', optional: OPTIONAL_TYPES.includes(type) });
      return items.map(({ metadata: { name } }) => ({ type, name }));
    }),
  );
  const { namespace } = query;
  await inParallel(found.flat(), LIMIT, ({ type, name }) =>
    calls.delete(type, name, namespace === undefined ? {} : { namespace }),
  );
}

function deadlineOf(command: string) {
  return {
    ms: PATIENCE_MS,
    error: (waitingFor: string) =>
      new ReleaseIncompleteError(waitingFor, {
        remedy: `See what holds it (${command}): a finalizer waits for the controller that set it. Put that right and retry.`,
      }),
  };
}

const namesOf = (objects: readonly LiveObject[]): string => objects.map(({ metadata }) => metadata.name).join(', ');
