import type { LocalContext } from '../local-context';
import { clearMark } from '../supervision/marks';
import type { KnownNode } from './node-list';
import { firstUnmet } from './probes';

/** A process that has listened and still runs answers or fails its health check; it seldom only stops listening. */
const LISTENERS_MAX_AGE_MS = 30_000;

/** The first unmet readiness condition of a running node; null if it is ready. */
function unmetOf({ folder, record }: KnownNode, { host }: LocalContext, maxAgeMs = 0): Promise<string | null> {
  const target = { host, ports: record.ports, config: folder.config, listenersMaxAgeMs: maxAgeMs };
  return firstUnmet(record.readiness, target);
}

/** The same for a node that was ready, and whose process is the same since. */
export const unmetAgain = (node: KnownNode, context: LocalContext): Promise<string | null> =>
  unmetOf(node, context, LISTENERS_MAX_AGE_MS);

/**
 * The same for a node that may not have been ready yet. Once it has been, a start may no longer move its data aside.
 * This holds whichever caller observes it.
 */
export async function firstUnmetOf(node: KnownNode, context: LocalContext): Promise<string | null> {
  const unmet = await unmetOf(node, context);
  if (unmet === null) await clearMark(node.folder, 'never-ready');
  return unmet;
}
