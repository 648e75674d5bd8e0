import { inParallel } from '@heddle/runtime';
import type { ClusterCalls } from '../requests/cluster-calls';
import type { LiveObject } from '../requests/live-object';
import { PODS } from '../requests/resource-path';
import { watchUntil } from '../requests/watch-until';

const LIMIT = 12;

export interface EndPodsOptions {
  readonly namespace: string;
  /** Default: every pod of the namespace. */
  readonly labelSelector?: string;
  readonly graceMs: number;
  /** Only these pods; default: all that match, including those created meanwhile. */
  readonly uids?: ReadonlySet<string>;
}

/** Deletes pods, and returns when they are gone. */
export async function endPods(calls: ClusterCalls, options: EndPodsOptions): Promise<void> {
  const { namespace, labelSelector, graceMs, uids } = options;
  const query = { namespace, ...(labelSelector !== undefined && { labelSelector }) };
  const items = await calls.list(PODS, { ...query, contents: 'metadata' });
  const isMeant = ({ metadata }: LiveObject) => uids?.has(metadata.uid) ?? true;
  const meant = items.filter(isMeant);
  if (meant.length === 0) return;
  await inParallel(meant, LIMIT, ({ metadata: { name, uid } }) =>
    calls.delete(PODS, name, { namespace, graceMs, uid }),
  );
  await watchUntil(calls, {
    type: PODS,
    ...query,
    waitingFor: (pods) => {
      const left = pods.filter(isMeant).map(({ metadata }) => metadata.name);
      return left.length === 0
        ? null
        : `${left.length} ${left.length === 1 ? 'pod' : 'pods'} ending: ${left.join(', ')}`;
    },
  });
}
