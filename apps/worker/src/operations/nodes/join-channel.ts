import { SnapshotClient, waitForHeight } from '@heddle/fabric';
import type { StepContext } from '@heddle/queue';
import { z } from 'zod';
import type { WorldNode } from '../../world/chain-world';
import type { ChannelWorld } from '../../world/channel-world';
import { atNode } from '../../errors/at-node';
import { OperationFailure } from '../../errors/operation-failure';
import type { ChainClients } from '../../fabric/chain-clients';
import type { WorkerServices } from '../../services';

/** A peer that joins a channel. */
export interface Joining {
  readonly world: ChannelWorld;
  readonly clients: ChainClients;
  readonly added: WorldNode;
  readonly signal: AbortSignal;
}

/** @throws Error for a peer that was never planned */
export function peerOf({ peers }: Pick<ChannelWorld, 'peers'>, wanted: string): WorldNode {
  const found = peers.find(({ plan }) => plan.name === wanted);
  if (found === undefined) throw new Error(`Peer ${wanted} does not exist.`);
  return found;
}

export async function joinFromGenesis({ world: { channel }, clients, added, signal }: Joining): Promise<void> {
  const { name, genesisBlock } = channel;
  if (genesisBlock === null) throw new Error(`Channel ${name} has no genesis block.`);
  await atNode(added, async () => (await clients.peer(added)).ensureJoined(name, genesisBlock, { signal }));
}

const TakenSnapshot = z.strictObject({ source: z.string(), block: z.int(), created: z.boolean() });
type TakenSnapshot = z.infer<typeof TakenSnapshot>;

/** Copies a snapshot of another peer to the new one, and deletes both copies once it has joined. */
export async function joinBySnapshot(context: StepContext<unknown, WorkerServices>, joining: Joining): Promise<void> {
  const { runtimes } = context.services;
  const { world, clients, added, signal } = joining;
  const channel = world.channel.name;
  const peer = await atNode(added, () => clients.peer(added));
  const copy = { ...refOf(added), volume: 'ledger', path: `snapshots/joining/${channel}` };
  const taken = await takeSnapshot(context, joining);
  const original = {
    ...refOf(peerOf(world, taken.source)),
    volume: 'ledger',
    path: `snapshots/completed/${channel}/${taken.block}`,
  };
  if (!(await peer.channels({ signal })).includes(channel)) {
    const path = await runtimes.copyFolder(original, copy, { signal });
    context.report.info(`Snapshot of ${channel} at block ${taken.block} copied from ${taken.source}`);
    await atNode(added, () => peer.ensureJoinedBySnapshot(channel, path, { signal }));
  }
  await runtimes.deleteFolder(copy, { signal });
  if (taken.created) await runtimes.deleteFolder(original, { signal });
}

const refOf = ({ plan, row }: WorldNode) => ({ chainId: row.chainId, name: plan.name });

/** Taken once for each channel: a rerun of the step uses the same one. */
async function takeSnapshot(
  { checkpoint, report }: Pick<StepContext<unknown, WorkerServices>, 'checkpoint' | 'report'>,
  { world, clients, added, signal }: Joining,
): Promise<TakenSnapshot> {
  const { id, name } = world.channel;
  const key = `snapshot.${id}`;
  const known = checkpoint.get(key, TakenSnapshot);
  if (known !== undefined) return known;
  const source = sourceOf(world, added);
  report.info(`${source.plan.name} takes a snapshot of ${name}`);
  const snapshot = await atNode(source, async () =>
    new SnapshotClient(await clients.peer(source)).take(name, { signal }),
  );
  const taken = { source: source.plan.name, ...snapshot };
  await checkpoint.set(key, taken);
  return taken;
}

/**
 * A peer commits no block while it takes a snapshot, so it is the last one of its organization: applications use the
 * first.
 */
function sourceOf({ memberPeers, channel }: ChannelWorld, added: WorldNode): WorldNode {
  const running = memberPeers.filter((node) => node !== added && node.row.state === 'running');
  const source = running.findLast(({ plan }) => plan.organization === added.plan.organization) ?? running.at(-1);
  if (source !== undefined) return source;
  throw new OperationFailure('peer_unreachable', `No other peer of channel ${channel.name} runs.`, {
    remedy: 'Start a peer of the channel, then retry.',
    retryable: true,
  });
}

/** Milliseconds. Reading a long ledger takes hours. */
const CAUGHT_UP_MS = 12 * 3_600_000;

/** Waits until the peer has as many blocks as the others had at the start. */
export async function catchUp({ world, clients, added, signal }: Joining, timeout = CAUGHT_UP_MS): Promise<void> {
  const { name } = world.channel;
  const others = world.memberPeers.filter((node) => node !== added && node.row.state === 'running');
  const heights = await Promise.all(
    others.map((node) =>
      atNode(node, async () => (await (await clients.peer(node)).channelInfo(name, { signal })).height),
    ),
  );
  const peer = await clients.peer(added);
  await atNode(added, () => waitForHeight(peer, name, Math.max(1, ...heights), { signal, timeout }));
}
