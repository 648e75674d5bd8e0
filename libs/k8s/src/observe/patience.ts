import type { NodeReason, ReasonCode } from './reasons/node-reason';

export type PatienceMs = Readonly<Record<ReasonCode, number>>;

/**
 * How long a doubtful reason may persist. A machine that was cut off is back, or an autoscaler has added one, within
 * two minutes. A provisioner retries after at most 10 s (the external provisioner's first retries), so 20 s are two
 * full attempts; a mount is tried six times within them. Quotas and Secrets depend on what others change meanwhile.
 */
export const DEFAULT_PATIENCE_MS: PatienceMs = {
  image_unavailable: 10_000,
  unschedulable: 120_000,
  quota_exceeded: 10_000,
  volume_pending: 20_000,
  volume_unavailable: 20_000,
  node_failed: 10_000,
  chaincode_crashed: 10_000,
  node_not_ready: 20_000,
};

/** Remembers since when each node has its reason. */
export class Patience {
  readonly #limits: PatienceMs;
  readonly #since = new Map<string, { readonly code: ReasonCode; readonly at: number }>();

  constructor(
    limits: Partial<PatienceMs> = {},
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#limits = { ...DEFAULT_PATIENCE_MS, ...limits };
  }

  /** Whether waiting for the node ends with this reason. */
  isOver(node: string, reason: NodeReason): boolean {
    if (reason.code === null || reason.outlook === 'hopeful') {
      this.#since.delete(node);
      return false;
    }
    if (reason.outlook === 'hopeless') return true;
    const known = this.#since.get(node);
    const since = known?.code === reason.code ? known : { code: reason.code, at: this.now() };
    this.#since.set(node, since);
    return this.now() - since.at >= this.#limits[reason.code];
  }

  /** Milliseconds until the first doubtful reason has persisted long enough. */
  nextEndMs(): number {
    const ends = [...this.#since.values()].map(({ code, at }) => at + this.#limits[code] - this.now());
    return Math.max(0, Math.min(Infinity, ...ends));
  }

  forget(): void {
    this.#since.clear();
  }
}
