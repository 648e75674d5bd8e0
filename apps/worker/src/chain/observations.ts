import type { ChainId } from '@heddle/contracts';
import type { NodeEntity, Transaction } from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';
import type { NodeObservation } from '@heddle/runtime';
import type { WorkerServices } from '../services';
import { announce } from './announce';
import { tellingHealth } from './telling-health';

/** What people look at; a CPU share that moved by a percent is no news. */
function isNews(row: NodeEntity, seen: NodeObservation): boolean {
  return (
    row.state !== seen.state ||
    row.stateReason !== seen.reason ||
    row.pid !== seen.pid ||
    row.restarts !== seen.restarts ||
    JSON.stringify(row.blockHeights) !== JSON.stringify(seen.blockHeights)
  );
}

/** A runtime does not know why a node was stopped; who held it down wrote that to its row. */
function withReason(row: NodeEntity, seen: NodeObservation): NodeObservation {
  const stays = row.state === 'stopped' && seen.state === 'stopped' && seen.reason === null;
  return stays ? { ...seen, reason: row.stateReason } : seen;
}

/** Measurements alone are written this often. */
const MEASUREMENT_MS = 15_000;

function isDue(row: NodeEntity, now: Date): boolean {
  return now.getTime() - Date.parse(row.stateObservedAt) >= MEASUREMENT_MS;
}

/** Looks at every node of the chain, writes what is new and tells it; gives the rows that were written. */
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
    return fresh.some(changesHealth) ? tellingHealth({ store, live, chainId }, write) : write();
  });
}

interface Fresh {
  readonly row: NodeEntity;
  readonly seen: NodeObservation;
}

/** A height that rose says nothing of the health of what is joined. */
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
    // The chain was released since it was observed.
    if (now === null) continue;
    written.push(
      await store.nodes.observe(row.id, {
        state: seen.state,
        // The node may have been held down since, with its reason.
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
