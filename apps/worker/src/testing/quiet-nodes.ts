import type { ChainId } from '@heddle/contracts';
import type { Database } from '@heddle/data';
import type { NodeObservation, RuntimeDriver } from '@heddle/runtime';
import { once } from '../once';

/** What the reconciler asks of a runtime. */
type Asked = Pick<RuntimeDriver, 'status' | 'reconcile' | 'metrics'>;

/** Nodes that run and do not change, without processes. Counts how often each chain was observed. */
export class QuietNodes implements Asked {
  readonly looks = new Map<string, number>();
  readonly #database: Database;
  readonly #nodes = new Map<string, Promise<NodeObservation[]>>();

  constructor(database: Database) {
    this.#database = database;
  }

  status({ chainId }: { readonly chainId: string }): Promise<NodeObservation[]> {
    this.looks.set(chainId, (this.looks.get(chainId) ?? 0) + 1);
    return this.#nodesOf(chainId);
  }

  reconcile: RuntimeDriver['reconcile'] = () => Promise.resolve({ started: [], waiting: [], failed: [], repaired: [] });

  /** The first node of a chain leads all its channels. */
  metrics: RuntimeDriver['metrics'] = async ({ chainId }) => {
    const channels = Object.keys((await this.#nodesOf(chainId))[0]?.blockHeights ?? {});
    return channels.map((name) => `consensus_etcdraft_is_leader{channel="${name}"} 1`).join('\n');
  };

  #nodesOf(chainId: string): Promise<NodeObservation[]> {
    return once(this.#nodes, chainId, () => this.#read(chainId as ChainId));
  }

  async #read(chainId: ChainId): Promise<NodeObservation[]> {
    const rows = await this.#database.store.nodes.ofChain(chainId);
    return rows.map(({ id, name, kind, organization, pid, restarts, cpuPercent, memoryBytes, blockHeights }) => ({
      id,
      chainId,
      name,
      kind,
      organization,
      state: 'running' as const,
      reason: null,
      pid,
      incarnation: '1',
      startedAt: new Date(0),
      restarts,
      cpuPercent,
      memoryBytes,
      blockHeights,
      addresses: {},
    }));
  }
}
