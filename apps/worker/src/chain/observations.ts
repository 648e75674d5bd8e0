import type { ChainId } from '@heddle/contracts';
import { isDeepStrictEqual } from 'node:util';
import type { NodeEntity, ObservedNodeRow, Transaction } from '@heddle/data';
import type { LivePublisher } from '@heddle/queue';
import { isTooOld, type NodeObservation } from '@heddle/runtime';
import type { WorkerServices } from '../services';
import { announce, announceMeasurements } from './announce';
import { publishingHealth } from './publish-health';

/** Start times of one process differ by less, because they are computed from the clock. In milliseconds. */
const SAME_START_MS = 5_000;

function isSameStart(row: Pick<ObservedNodeRow, 'startedAt'>, { startedAt }: NodeObservation): boolean {
  if (row.startedAt === null || startedAt === null) return row.startedAt === startedAt;
  return Math.abs(Date.parse(row.startedAt) - startedAt.getTime()) < SAME_START_MS;
}

/** What is published as a new revision of the node. Everything else that is observed is a measurement. */
function isChange(row: ObservedNodeRow, seen: NodeObservation): boolean {
  return (
    row.state !== seen.state ||
    row.stateReason !== seen.reason ||
    row.pid !== seen.pid ||
    row.restarts !== seen.restarts ||
    !isSameStart(row, seen)
  );
}

/** What is written at once. */
function isNews(row: ObservedNodeRow, seen: NodeObservation): boolean {
  return isChange(row, seen) || !isDeepStrictEqual(row.blockHeights, seen.blockHeights);
}

/** A runtime does not know why a node was stopped; the reason is in the node's row. */
function withReason(row: Pick<ObservedNodeRow, 'state' | 'stateReason'>, seen: NodeObservation): NodeObservation {
  const stays = row.state === 'stopped' && seen.state === 'stopped' && seen.reason === null;
  return stays ? { ...seen, reason: row.stateReason } : seen;
}

/** Intervals in milliseconds at which measurements alone are written: when they differ, and when they are similar. */
const MEASUREMENT_MS = 15_000;
const SIMILAR_MS = 60_000;

/** Percent of a core, and part of the memory. */
const SIMILAR = { cpuPercent: 5, memory: 0.1 };

function isSimilar(row: ObservedNodeRow, seen: NodeObservation): boolean {
  const [memory, cpu] = [row.memoryBytes ?? 0, row.cpuPercent ?? 0];
  return (
    Math.abs((seen.memoryBytes ?? 0) - memory) <= memory * SIMILAR.memory &&
    Math.abs((seen.cpuPercent ?? 0) - cpu) <= SIMILAR.cpuPercent
  );
}

/** Chains are due one after another, so that a round writes a part of them. */
function isDue(row: ObservedNodeRow, seen: NodeObservation, now: Date): boolean {
  const maxAgeMs = isSimilar(row, seen) ? SIMILAR_MS : MEASUREMENT_MS;
  const phase = Number.parseInt(row.chainId.slice(0, 8), 16) / 2 ** 32;
  return isTooOld(Date.parse(row.stateObservedAt), now.getTime(), { maxAgeMs, phase });
}

/** What is known of a chain that is observed. */
export interface Known {
  /** All nodes of the chain. */
  readonly nodes: readonly ObservedNodeRow[];
  /** How old an observation of a node that runs as before may be, in milliseconds. */
  readonly maxAgeMs: number;
}

/**
 * Observes every node of the chain, writes and publishes changes.
 *
 * @param known by default, nodes are read from the database and observed now
 * @returns whether more than measurements has changed
 */
export async function recordObservations(
  { database, runtimes, live, now }: Pick<WorkerServices, 'database' | 'runtimes' | 'live' | 'now'>,
  chainId: ChainId,
  known?: Known,
): Promise<boolean> {
  const observations = await runtimes.status({ chainId }, { maxAgeMs: known?.maxAgeMs ?? 0 });
  const nodes = known?.nodes ?? (await database.store.nodes.ofChain(chainId));
  const rows = new Map(nodes.map((row) => [row.name, row]));
  const at = now();
  const fresh = observations.flatMap((observed) => {
    const row = rows.get(observed.name);
    if (row === undefined) return [];
    const seen = withReason(row, observed);
    return isNews(row, seen) || isDue(row, seen, at) ? [{ row, seen }] : [];
  });
  if (fresh.length === 0) return false;
  await database.transaction((store) => {
    const write = () => writeObservations({ store, live, chainId }, fresh);
    return fresh.some(changesHealth) ? publishingHealth({ store, live, chainId }, write) : write();
  });
  return fresh.some(({ row, seen }) => isNews(row, seen));
}

interface Fresh {
  readonly row: ObservedNodeRow;
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
): Promise<void> {
  const changed: NodeEntity[] = [];
  const measured: NodeEntity[] = [];
  for (const { row, seen } of fresh) {
    const now = await store.nodes.find(row.id);
    // The chain was released after it was observed.
    if (now === null) continue;
    // The node may have been stopped since, with its own reason.
    const observed = withReason(now, seen);
    const written = await store.nodes.observe(row.id, {
      state: seen.state,
      reason: observed.reason,
      pid: seen.pid,
      startedAt: seen.startedAt?.toISOString() ?? null,
      restarts: seen.restarts,
      cpuPercent: seen.cpuPercent,
      memoryBytes: seen.memoryBytes,
      blockHeights: { ...seen.blockHeights },
    });
    (isChange(now, observed) ? changed : measured).push(written);
  }
  await announce(store, live, chainId, { nodes: changed });
  announceMeasurements(store, live, chainId, measured);
}
