import { z } from 'zod';
import { ClusterRefusedError, ClusterUnreachableError } from '../access/errors';
import { parseQuantity } from '../access/quantity';
import type { ClusterContext } from '../cluster-context';
import { namespaceOf } from '../names';
import { ApiStatusError } from '../api-server/api-status-error';
import { getJson } from '../api-server/read';
import { silenceOf } from '../api-server/last-heard';

/** What a pod uses right now. */
export interface PodUsage {
  /** Percent of one core. */
  readonly cpuPercent: number | null;
  /** Working set, which limits apply to. */
  readonly memoryBytes: number | null;
}

const KEPT_MS = 60_000;
/**
 * In the middle between two bookmarks of the watches, a reading is also what shows that the API server still answers;
 * that keeps separate requests for this unnecessary.
 */
const SILENT_MS = 30_000;
const KEPT_IN_SILENCE_MS = 25_000;
/** A missing figure is requested again sooner: kubelet measures a new container some seconds late. */
const MISSED_MS = 1_000;
/** Part of the time that a figure has been missing for, until it is requested again. */
const PATIENCE = 0.25;
/** A cluster that does not measure, or does not allow reading its figures, is asked again after this time. */
const REFUSED_MS = 600_000;
const FORGET_MS = 3_600_000;

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

/** The figures of a cluster that does not give any. */
const REFUSED: Measured = new Map();

interface Question {
  readonly key: string;
  readonly read: () => Promise<Measured>;
  /** Pods whose figures are wanted, if any. */
  readonly wanted: readonly string[];
}

interface Reading {
  readonly value: Promise<Measured>;
  readonly at: number;
}

/** Keeps the readings of one cluster for a while, as all its chains are on the same machines. */
class Readings {
  readonly #kept = new Map<string, Reading>();
  /** Since when the figures of a pod have been missing. */
  readonly #missing = new Map<string, number>();

  constructor(private readonly api: ClusterContext['api']) {}

  async ask(question: Question): Promise<Measured> {
    const { key, read, wanted } = question;
    const now = performance.now();
    this.#forget(now);
    const known = this.#kept.get(key);
    if (known !== undefined) {
      const measured = await known.value;
      // Another caller has read again meanwhile.
      if (this.#kept.get(key) !== known) return this.ask(question);
      if (now - known.at < this.#keptMs(measured, wanted, now)) return measured;
    }
    const value = read();
    this.#kept.set(key, { value, at: now });
    return value;
  }

  #keptMs(measured: Measured, wanted: readonly string[], now: number): number {
    if (measured === REFUSED) return REFUSED_MS;
    if (measured.size === 0) return KEPT_MS;
    const pauses = wanted.map((pod) => this.#pauseMs(pod, measured.get(pod), now));
    const silent = silenceOf(this.api) > SILENT_MS;
    return Math.min(silent ? KEPT_IN_SILENCE_MS : KEPT_MS, ...pauses);
  }

  #pauseMs(pod: string, usage: PodUsage | undefined, now: number): number {
    if (usage !== undefined && usage.memoryBytes !== null && usage.cpuPercent !== null) {
      this.#missing.delete(pod);
      return KEPT_MS;
    }
    const since = this.#missing.get(pod) ?? now;
    this.#missing.set(pod, since);
    return Math.max(MISSED_MS, (now - since) * PATIENCE);
  }

  #forget(now: number): void {
    for (const [key, { at }] of this.#kept) if (now - at > REFUSED_MS) this.#kept.delete(key);
    for (const [pod, since] of this.#missing) if (now - since > FORGET_MS) this.#missing.delete(pod);
  }
}

const readings = new WeakMap<ClusterContext['api'], Readings>();

function readingsOf({ api }: ClusterContext): Readings {
  const known = readings.get(api) ?? new Readings(api);
  readings.set(api, known);
  return known;
}

/** Nothing where the cluster does not measure, or does not allow reading its figures. */
async function ifAllowed(measure: Promise<Measured>): Promise<Measured> {
  try {
    return await measure;
  } catch (error) {
    if (error instanceof ApiStatusError || error instanceof ClusterRefusedError) return REFUSED;
    if (error instanceof ClusterUnreachableError) return new Map();
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
 * the API server (`nodes/proxy`); nulls where the cluster gives neither. At most a
 * minute old.
 */
export async function podUsage(
  context: ClusterContext,
  chainId: string,
  pods: readonly MeasuredPod[],
): Promise<PodUsage[]> {
  if (pods.length === 0) return [];
  const known = readingsOf(context);
  const measured = await known.ask({
    key: `chain ${chainId}`,
    read: () => ifAllowed(fromMetricsApi(context, chainId)),
    wanted: pods.map(({ name }) => name),
  });
  const missing = pods.filter(({ name }) => !measured.has(name));
  const machines = [...new Set(missing.flatMap(({ machine }) => machine ?? []))];
  const summaries = await Promise.all(
    machines.map((name) =>
      known.ask({
        key: `machine ${name}`,
        read: () => ifAllowed(fromKubelet(context, name)),
        wanted: missing.filter(({ machine }) => machine === name).map(({ uid }) => uid),
      }),
    ),
  );
  const byUid = new Map(summaries.flatMap((summary) => [...summary]));
  return pods.map(({ uid, name }) => measured.get(name) ?? byUid.get(uid) ?? UNKNOWN);
}
