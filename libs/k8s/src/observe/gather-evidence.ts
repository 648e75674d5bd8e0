import { z } from 'zod';
import { ClusterRefusedError, ClusterUnreachableError } from '../access/errors';
import type { ClusterContext } from '../cluster-context';
import { isStatus } from '../api-server/api-status-error';
import { getJson } from '../api-server/read';
import type { NodeView } from './node-view';
import { lastPodLines } from './pod-log';
import { explainNode, type Evidence } from './reasons/explain-node';
import type { NodeReason } from './reasons/node-reason';

const LINES = 20;
const Machine = z.object({
  status: z.object({
    conditions: z
      .array(z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string() }))
      .default([]),
  }),
});

/** A node's reason with what was looked up for it. */
export interface ExplainedNode {
  readonly node: NodeView;
  readonly reason: NodeReason;
  /** What the container wrote before it ended; empty for others. */
  readonly lastLines: readonly string[];
}

/** Looks up what the chain's own objects do not contain: a container's last log lines, the state of its machine. */
export class EvidenceGatherer {
  readonly #lines = new Map<string, Promise<string[]>>();

  constructor(
    private readonly context: ClusterContext,
    private readonly chainId: string,
    private readonly signal?: AbortSignal,
  ) {}

  async explain(node: NodeView): Promise<ExplainedNode> {
    const now = Date.now();
    const reason = explainNode(node, { now });
    if (reason.state === 'running') return { node, reason, lastLines: [] };
    const [lastLines, machineTrouble] = await Promise.all([
      reason.state === 'crashed' ? this.#lastLines(node) : [],
      reason.state === 'unready' ? this.#machineTrouble(node) : undefined,
    ]);
    const evidence: Evidence = { now, lastLines, machineTrouble };
    return { node, reason: explainNode(node, evidence), lastLines };
  }

  /** Requested once for each run of the container. */
  async #lastLines({ pod }: NodeView): Promise<string[]> {
    const status = pod?.status.containerStatuses[0];
    if (pod === undefined || status === undefined) return [];
    const run = `${status.containerID} ${status.restartCount}`;
    const known = this.#lines.get(run);
    if (known !== undefined) return known;
    const request = { chainId: this.chainId, pod: pod.metadata.name, container: status.name, signal: this.signal };
    const lines = lastPodLines(this.context, request, LINES).catch((error: unknown) => {
      this.#lines.delete(run);
      if (error instanceof ClusterUnreachableError || error instanceof ClusterRefusedError) return [];
      throw error;
    });
    this.#lines.set(run, lines);
    return lines;
  }

  /** Unknown where the cluster does not allow reading machines. */
  async #machineTrouble({ pod }: NodeView): Promise<string | undefined> {
    const name = pod?.spec.nodeName;
    if (name === undefined) return undefined;
    try {
      const machine = Machine.parse(
        await getJson(this.context, { path: `/api/v1/nodes/${name}`, signal: this.signal }),
      );
      const ready = machine.status.conditions.find(({ type }) => type === 'Ready');
      return ready === undefined || ready.status === 'True' ? undefined : `${ready.reason}: ${ready.message}`;
    } catch (error) {
      if (isStatus(error, 404)) return 'it was taken out of the cluster';
      if (error instanceof ClusterUnreachableError || error instanceof ClusterRefusedError) return undefined;
      throw error;
    }
  }
}
