import { isDeepStrictEqual } from 'node:util';
import type { ChainId, ChannelId, ChannelObservation } from '@heddle/contracts';
import { WATCHED_CHAIN_STATES, type ObservedChannelRow, type ObservedNodeRow } from '@heddle/data';
import { publishingHealth } from '../chain/publish-health';
import { leaderOf } from '../fabric/gather-orderers';
import { once } from '../once';
import type { WorkerServices } from '../services';
import { HeightTrail } from './height-trail';
import { LeaderTrail } from './leader-trail';
import type { WatchedChain } from './watched-chain';

/** Interval between two checks of a channel, in milliseconds. */
const LOOK_MS = 5_000;

/** A trail with a longer gap says nothing about what is observed after it, in milliseconds. */
const STALE_MS = 12 * LOOK_MS;

interface Look {
  /** Of the channel. */
  readonly nodes: readonly ObservedNodeRow[];
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

  async look(services: WorkerServices, watched: WatchedChain, signal: AbortSignal): Promise<void> {
    const { chain, channels, nodes: rows, channelNodes } = watched;
    if (!WATCHED_CHAIN_STATES.includes(chain.state)) return;
    const at = services.now().getTime();
    const due = channels.filter((channel) => this.#isDue(channel, at));
    // Channels share orderers, whose metrics cover all of them.
    const read = new Map<string, Promise<string | undefined>>();
    const metrics: Look['runtimes']['metrics'] = (node) =>
      once(read, node.name, () => services.runtimes.metrics(node, signal));
    for (const channel of due) {
      const members = channelNodes.get(channel.id) ?? {};
      const nodes = rows.filter(({ name }) => members[name] === 'joined');
      const observed = await this.#observe(channel, { nodes, at, runtimes: { metrics }, signal });
      if (!isDeepStrictEqual(observed, channel.observed)) {
        await write(services, chain.id, { id: channel.id, observed });
      }
    }
  }

  #isDue({ id, state }: ObservedChannelRow, at: number): boolean {
    return state === 'active' && at - (this.#trails.get(id)?.at ?? 0) >= LOOK_MS;
  }

  async #observe(channel: ObservedChannelRow, { nodes, at, runtimes, signal }: Look): Promise<ChannelObservation> {
    const trails = this.#trails.get(channel.id) ?? { heights: new HeightTrail(), leaders: new LeaderTrail(), at };
    trails.at = at;
    this.#trails.set(channel.id, trails);
    const measured = nodes.filter(({ state, blockHeights }) => state === 'running' && channel.name in blockHeights);
    const members = measured.filter(({ kind }) => kind === 'peer');
    const heights = new Map(members.map(({ name, blockHeights }) => [name, blockHeights[channel.name] ?? 0]));
    const behind = trails.heights.add(at, heights);
    const orderers = measured.filter(({ kind }) => kind === 'orderer');
    const all = nodes.filter(({ kind }) => kind === 'orderer').length;
    // Without a majority there is no leader, and orderers whose metrics could not be read count as unknown.
    if (orderers.length * 2 <= all) {
      trails.leaders.reset();
      return { leader: null, leaderless: false, behind };
    }
    // Usually the leader is still the same, and then no other orderer is asked.
    const before = orderers.filter(({ name }) => name === channel.observed?.leader);
    const asked = [...new Set([...before, ...orderers])].map((row) => ({ plan: { name: row.name }, row }));
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
