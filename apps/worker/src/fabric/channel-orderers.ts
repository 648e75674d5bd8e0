import { raftQuorum } from '@heddle/contracts';
import { ParticipationError, type ChannelParticipation } from '@heddle/fabric';
import { poll } from '@heddle/runtime';
import { genesisOf, type ChannelWorld } from '../world/channel-world';
import type { WorldNode } from '../world/chain-world';
import { atNode } from '../errors/at-node';
import { OperationFailure } from '../errors/operation-failure';
import type { ChainRuntimes } from '../runtimes/chain-runtimes';
import type { ChainClients } from './chain-clients';
import { leaderOf } from './gather-orderers';

const POLL_MS = 50;

export const MAJORITY_REMEDY =
  'Make sure that a majority of the orderers run and reach each other (Nodes tab: state and log), then retry.';

/** The orderers of a channel and how they are reached. */
export interface ChannelOrderers {
  readonly world: ChannelWorld;
  readonly clients: ChainClients;
  readonly runtimes: ChainRuntimes;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** Running orderers of the channel that have no ledger of it: they lost it while they were stopped. */
export async function orderersWithoutChannel(orderers: ChannelOrderers): Promise<WorldNode[]> {
  const found = await Promise.all(
    orderers.world.orderers.map(async (node) => ((await partOf(orderers, node)) === undefined ? [node] : [])),
  );
  return found.flat();
}

/**
 * Waits until the channel has a leader, and lets orderers that lost their ledger rejoin; docs/adr/0014 explains why
 * only then. Returns the names of the orderers that rejoined.
 *
 * Rejects with `no_leader` at the time limit, and at once if too few orderers have the channel's ledger.
 */
export async function awaitOrdering(orderers: ChannelOrderers): Promise<string[]> {
  const lacking = await orderersWithoutChannel(orderers);
  const { world, clients, signal } = orderers;
  const { channel } = world;
  assertMajorityHolds(orderers, lacking);
  await untilLed(orderers);
  for (const node of lacking) {
    const height = Math.max(...(await Promise.all(world.orderers.map(async (other) => heightOf(orderers, other)))));
    const participation = await clients.participation(node);
    await atNode(node, () => participation.ensureJoined(channel.name, genesisOf(world), { signal }));
    await until(orderers, `is not yet replicated to ${node.plan.name}`, async () => {
      return (await heightOf(orderers, node)) >= height;
    });
  }
  return lacking.map(({ plan }) => plan.name);
}

/** Waits until the channel has a leader. Rejects with `no_leader` at the time limit. */
export function untilLed(orderers: Omit<ChannelOrderers, 'clients'>): Promise<void> {
  const { world, runtimes, signal } = orderers;
  const query = { channel: world.channel.name, orderers: world.orderers, runtimes, signal };
  return until(orderers, 'has no leader', async () => (await leaderOf(query)) !== undefined);
}

async function partOf(
  { world, clients, signal }: ChannelOrderers,
  node: WorldNode,
): Promise<ChannelParticipation | undefined> {
  const participation = await clients.participation(node);
  try {
    return await participation.info(world.channel.name, { signal });
  } catch (error) {
    if (error instanceof ParticipationError && error.code === 'channel_not_joined') return undefined;
    return atNode(node, () => Promise.reject(error as Error));
  }
}

const heightOf = async (orderers: ChannelOrderers, node: WorldNode): Promise<number> =>
  (await partOf(orderers, node))?.height ?? 0;

function assertMajorityHolds({ world }: ChannelOrderers, lacking: readonly WorldNode[]): void {
  const { channel, orderers } = world;
  const majority = raftQuorum(orderers.length);
  if (lacking.length === 0 || orderers.length - lacking.length >= majority) return;
  const names = lacking.map(({ plan }) => plan.name).join(', ');
  throw new OperationFailure('no_leader', `The ledger of ${channel.name} is lost on ${names}.`, {
    remedy: `A leader needs ${majority} of ${orderers.length} orderers with their ledger: restore the data of ${names} from a backup, then start the chain.`,
    retryable: false,
  });
}

async function until(
  { world, limitMs, signal }: Pick<ChannelOrderers, 'world' | 'limitMs' | 'signal'>,
  lack: string,
  holds: () => Promise<boolean>,
): Promise<void> {
  if (await poll(holds, { pauseMs: POLL_MS, timeoutMs: limitMs, signal })) return;
  throw new OperationFailure('no_leader', `Channel ${world.channel.name} ${lack} after ${limitMs / 1_000} s.`, {
    remedy: MAJORITY_REMEDY,
    retryable: true,
  });
}
