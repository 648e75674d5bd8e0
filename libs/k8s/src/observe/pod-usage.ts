import { z } from 'zod';
import { ClusterRefusedError, ClusterUnreachableError } from '../access/errors';
import { parseQuantity } from '../access/quantity';
import type { ClusterContext } from '../cluster-context';
import { namespaceOf } from '../names';
import { ApiAnswerError, getJson } from './api-stream';

/** What a pod uses right now. */
export interface PodUsage {
  /** Percent of one core. */
  readonly cpuPercent: number | null;
  /** Working set, which limits apply to. */
  readonly memoryBytes: number | null;
}

const KEPT_MS = 5_000;
/** A missing figure is requested again sooner: kubelet measures a new container some seconds late. */
const MISSED_MS = 1_000;
const UNUSED_MS = 60_000;

/** Kubelet's `/stats/summary` (`k8s.io/kubelet/pkg/apis/stats/v1alpha1`). */
const Summary = z.object({
  pods: z.array(
    z.object({
      podRef: z.object({ uid: z.string() }),
      cpu: z.object({ usageNanoCores: z.number().optional() }).optional(),
      memory: z.object({ workingSetBytes: z.number().optional() }).optional(),
    }),
  ),
});

/** `metrics.k8s.io/v1beta1`, which metrics-server and Prometheus adapters serve. */
const PodMetricsList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      containers: z.array(z.object({ usage: z.object({ cpu: z.string(), memory: z.string() }) })),
    }),
  ),
});

const tenths = (percent: number): number => Math.round(percent * 10) / 10;

/** By pod: uid of those that kubelet measured, name of those of the metrics API. */
type Measured = ReadonlyMap<string, PodUsage>;

interface Question {
  readonly key: string;
  readonly read: () => Promise<Measured>;
  /** Pods whose figures are wanted, if any. */
  readonly wanted: readonly string[];
}

/** Caches responses of one cluster for some seconds, as many users look at the same nodes. */
class ShortMemory {
  readonly #kept = new Map<string, { readonly value: Promise<Measured>; readonly at: number }>();

  async ask({ key, read, wanted }: Question): Promise<Measured> {
    const now = performance.now();
    for (const [old, { at }] of this.#kept) if (now - at > UNUSED_MS) this.#kept.delete(old);
    const known = this.#kept.get(key);
    if (known !== undefined && now - known.at < KEPT_MS) {
      const measured = await known.value;
      const isWhole = measured.size === 0 || wanted.every((pod) => measured.get(pod)?.memoryBytes != null);
      if (isWhole || now - known.at < MISSED_MS) return measured;
    }
    const value = read();
    this.#kept.set(key, { value, at: now });
    return value;
  }
}

const memories = new WeakMap<object, ShortMemory>();

function memoryOf({ api }: ClusterContext): ShortMemory {
  const memory = memories.get(api) ?? new ShortMemory();
  memories.set(api, memory);
  return memory;
}

/** Nothing where the cluster does not measure, or does not allow reading its figures. */
async function ifAllowed(measure: Promise<Measured>): Promise<Measured> {
  try {
    return await measure;
  } catch (error) {
    const refused = [ApiAnswerError, ClusterRefusedError, ClusterUnreachableError].some(
      (kind) => error instanceof kind,
    );
    if (refused) return new Map();
    throw error;
  }
}

async function fromKubelet(context: ClusterContext, machine: string): Promise<Measured> {
  const path = `/api/v1/nodes/${machine}/proxy/stats/summary`;
  const { pods } = Summary.parse(await getJson(context, { path, query: { only_cpu_and_memory: 'true' } }));
  return new Map(
    pods.map(({ podRef, cpu, memory }) => [
      podRef.uid,
      {
        cpuPercent: cpu?.usageNanoCores === undefined ? null : tenths(cpu.usageNanoCores / 1e7),
        // 0 means a container that was not measured yet.
        memoryBytes: memory?.workingSetBytes || null,
      },
    ]),
  );
}

async function fromMetricsApi(context: ClusterContext, chainId: string): Promise<Measured> {
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespaceOf(chainId)}/pods`;
  const { items } = PodMetricsList.parse(await getJson(context, { path }));
  const sum = (values: readonly string[]): number => values.reduce((total, value) => total + parseQuantity(value), 0);
  return new Map(
    items.map(({ metadata, containers }) => [
      metadata.name,
      {
        cpuPercent: tenths(sum(containers.map(({ usage }) => usage.cpu)) * 100),
        memoryBytes: Math.round(sum(containers.map(({ usage }) => usage.memory))),
      },
    ]),
  );
}

const UNKNOWN: PodUsage = { cpuPercent: null, memoryBytes: null };

export interface MeasuredPod {
  readonly uid: string;
  readonly name: string;
  readonly machine: string | undefined;
}

/**
 * What pods of a chain use, in their order: from the metrics API where the cluster has it, else from kubelet through
 * the API server (`nodes/proxy`); nulls where the cluster gives neither. At most some seconds old.
 */
export async function podUsage(
  context: ClusterContext,
  chainId: string,
  pods: readonly MeasuredPod[],
): Promise<PodUsage[]> {
  if (pods.length === 0) return [];
  const memory = memoryOf(context);
  const measured = await memory.ask({
    key: `chain ${chainId}`,
    read: () => ifAllowed(fromMetricsApi(context, chainId)),
    wanted: pods.map(({ name }) => name),
  });
  const missing = pods.filter(({ name }) => !measured.has(name));
  const machines = [...new Set(missing.flatMap(({ machine }) => machine ?? []))];
  const summaries = await Promise.all(
    machines.map((name) =>
      memory.ask({
        key: `machine ${name}`,
        read: () => ifAllowed(fromKubelet(context, name)),
        wanted: missing.filter(({ machine }) => machine === name).map(({ uid }) => uid),
      }),
    ),
  );
  const byUid = new Map(summaries.flatMap((summary) => [...summary]));
  return pods.map(({ uid, name }) => measured.get(name) ?? byUid.get(uid) ?? UNKNOWN);
}
