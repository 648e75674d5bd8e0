import type { ChainId, ChannelId, ChannelObservation } from '@heddle/contracts';
import { WATCHED_CHAIN_STATES, type ChainEntity, type ChannelEntity, type NodeEntity } from '@heddle/data';
import { publishingHealth } from '../chain/publish-health';
import { leaderOf } from '../fabric/gather-orderers';
import { once } from '../once';
import type { WorkerServices } from '../services';
import { HeightTrail } from './height-trail';
import { LeaderTrail } from './leader-trail';

/** Interval between two checks of a channel, in milliseconds. */
const LOOK_MS = 5_000;

/** A trail with a longer gap says nothing about what is observed after it, in milliseconds. */
const STALE_MS = 12 * LOOK_MS;

interface Look {
  readonly nodes: readonly NodeEntity[];
  readonly at: number;
  readonly runtimes: Pick<WorkerServices['runtimes'], 'metrics'>;
  readonly signal: AbortSignal;
}

interface Trails {
  readonly heights: HeightTrail;
  readonly leaders: LeaderTrail;
  at: number;
}

/** Tracks the leader of each channel and the heights of its members, and stores what they show over time. */
export class ChannelWatch {
  readonly #trails = new Map<ChannelId, Trails>();

  /** Forgets channels that were not observed for a while, once per round of all chains. */
  dropStale(now: Date): void {
    for (const [id, { at }] of this.#trails) {
      if (now.getTime() - at > STALE_MS) this.#trails.delete(id);
    }
  }

  async look(services: WorkerServices, chain: ChainEntity, signal: AbortSignal): Promise<void> {
    if (!WATCHED_CHAIN_STATES.includes(chain.state)) return;
    const { store } = services.database;
    const at = services.now().getTime();
    const due = (await store.channels.ofChain(chain.id)).filter((channel) => this.#isDue(channel, at));
    if (due.length === 0) return;
    const nodes = await store.nodes.ofChain(chain.id);
    // Channels share orderers, whose metrics cover all of them.
    const read = new Map<string, Promise<string | undefined>>();
    const metrics: Look['runtimes']['metrics'] = (node) =>
      once(read, node.name, () => services.runtimes.metrics(node, signal));
    for (const channel of due) {
      const observed = await this.#observe(channel, { nodes, at, runtimes: { metrics }, signal });
      if (JSON.stringify(observed) !== JSON.stringify(channel.observed)) {
        await write(services, chain.id, { id: channel.id, observed });
      }
    }
  }

  #isDue({ id, state }: ChannelEntity, at: number): boolean {
    return state === 'active' && at - (this.#trails.get(id)?.at ?? 0) >= LOOK_MS;
  }

  async #observe(channel: ChannelEntity, { nodes, at, runtimes, signal }: Look): Promise<ChannelObservation> {
    const trails = this.#trails.get(channel.id) ?? { heights: new HeightTrail(), leaders: new LeaderTrail(), at };
    trails.at = at;
    this.#trails.set(channel.id, trails);
    const measured = nodes.filter(({ state, blockHeights }) => state === 'running' && channel.name in blockHeights);
    const members = measured.filter(
      ({ kind, organization }) => kind === 'peer' && channel.organizations.includes(organization),
    );
    const heights = new Map(members.map(({ name, blockHeights }) => [name, blockHeights[channel.name] ?? 0]));
    const behind = trails.heights.add(at, heights);
    const orderers = measured.filter(({ kind }) => kind === 'orderer');
    const all = nodes.filter(({ kind }) => kind === 'orderer').length;
    // Without a majority there is no leader, and orderers whose metrics could not be read count as unknown.
    if (orderers.length * 2 <= all) {
      trails.leaders.reset();
      return { leader: null, leaderless: false, behind };
    }
    const asked = orderers.map((row) => ({ plan: { name: row.name }, row }));
    const leader = await leaderOf({ channel: channel.name, orderers: asked, runtimes, signal });
    return { ...trails.leaders.add(at, leader), behind };
  }
}

async function write(
  { database, live }: WorkerServices,
  chainId: ChainId,
  { id, observed }: { readonly id: ChannelId; readonly observed: ChannelObservation },
): Promise<void> {
  await database.transaction((store) =>
    publishingHealth({ store, live, chainId }, async () => {
      if ((await store.channels.find(id)) !== null) await store.channels.update(id, { observed });
    }),
  );
}
