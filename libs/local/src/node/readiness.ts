import type { LocalContext } from '../local-context';
import { clearMark } from '../supervision/marks';
import type { KnownNode } from './node-list';
import { firstUnmet } from './probes';

/**
 * The first unmet readiness condition of a running node; null if it is ready. Once it has been ready, a start may no
 * longer move its data aside. This holds whichever caller observes it.
 */
export async function firstUnmetOf({ folder, record }: KnownNode, { host }: LocalContext): Promise<string | null> {
  const unmet = await firstUnmet(record.readiness, { host, ports: record.ports, config: folder.config });
  if (unmet === null) await clearMark(folder, 'never-ready');
  return unmet;
}
