import type { LocalContext } from '../local-context';
import { clearMark } from '../supervision/marks';
import type { KnownNode } from './node-list';
import { firstUnmet } from './probes';

/**
 * The first condition of readiness that a running node does not meet; null when it is ready. Its first readiness ends
 * the time in which a start may move its data aside, whichever caller observes it.
 */
export async function firstUnmetOf({ folder, record }: KnownNode, { host }: LocalContext): Promise<string | null> {
  const unmet = await firstUnmet(record.readiness, { host, ports: record.ports, config: folder.config });
  if (unmet === null) await clearMark(folder, 'never-ready');
  return unmet;
}
