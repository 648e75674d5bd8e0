import type { ChainId } from '@heddle/contracts';
import type { NodeEntity, Transaction } from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';
import type { NodeObservation } from '@heddle/runtime';
import type { WorkerServices } from '../services';
import { announce } from './announce';
import { publishingHealth } from './publish-health';

/** The observed values that clients see; small changes of the CPU share are ignored. */
function isNews(row: NodeEntity, seen: NodeObservation): boolean {
  return (
    row.state !== seen.state ||
    row.stateReason !== seen.reason ||
    row.pid !== seen.pid ||
    row.restarts !== seen.restarts ||
    JSON.stringify(row.blockHeights) !== JSON.stringify(seen.blockHeights)
  );
}

/** A runtime does not know why a node was stopped; the reason is in the node's row. */
function withReason(row: NodeEntity, seen: NodeObservation): NodeObservation {
  const stays = row.state === 'stopped' && seen.state === 'stopped' && seen.reason === null;
  return stays ? { ...seen, reason: row.stateReason } : seen;
}

/** Minimum time between two writes of measurements alone. */
const MEASUREMENT_MS = 15_000;

function isDue(row: NodeEntity, now: Date): boolean {
  return now.getTime() - Date.parse(row.stateObservedAt) >= MEASUREMENT_MS;
}

/** Observes every node of the chain, writes and publishes changes, and returns the written rows. */
export async function recordObservations(
  { database, runtimes, live, now }: Pick<WorkerServices, 'database' | 'runtimes' | 'live' | 'now'>,
  chainId: ChainId,
): Promise<NodeEntity[]> {
  const observations = await runtimes.status({ chainId });
  const rows = new Map((await database.store.nodes.ofChain(chainId)).map((row) => [row.name, row]));
  const fresh = observations.flatMap((observed) => {
    const row = rows.get(observed.name);
    if (row === undefined) return [];
    const seen = withReason(row, observed);
    return isNews(row, seen) || isDue(row, now()) ? [{ row, seen }] : [];
  });
  if (fresh.length === 0) return [];
  return database.transaction((store) => {
    const write = () => writeObservations({ store, live, chainId }, fresh);
    return fresh.some(changesHealth) ? publishingHealth({ store, live, chainId }, write) : write();
  });
}

interface Fresh {
  readonly row: NodeEntity;
  readonly seen: NodeObservation;
}

/** An increased height does not change the health of channels. */
const changesHealth = ({ row, seen }: Fresh): boolean =>
  row.state !== seen.state ||
  row.stateReason !== seen.reason ||
  Object.keys(row.blockHeights).sort().join() !== Object.keys(seen.blockHeights).sort().join();

async function writeObservations(
  { store, live, chainId }: { readonly store: Transaction; readonly live: LivePublisher; readonly chainId: ChainId },
  fresh: readonly Fresh[],
): Promise<NodeEntity[]> {
  const written = [];
  for (const { row, seen } of fresh) {
    const now = await store.nodes.find(row.id);
    // The chain was released after it was observed.
    if (now === null) continue;
    written.push(
      await store.nodes.observe(row.id, {
        state: seen.state,
        // The node may have been stopped since, with its own reason.
        reason: withReason(now, seen).reason,
        pid: seen.pid,
        startedAt: seen.startedAt?.toISOString() ?? null,
        restarts: seen.restarts,
        cpuPercent: seen.cpuPercent,
        memoryBytes: seen.memoryBytes,
        blockHeights: { ...seen.blockHeights },
      }),
    );
  }
  await announce(store, live, chainId, { nodes: written });
  return written;
}
