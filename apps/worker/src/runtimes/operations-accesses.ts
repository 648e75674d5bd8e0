import { ChainId } from '@heddle/contracts';
import type { OperationsAccess, OperationsAccessOf } from '@heddle/runtime';
import { operationsAccess } from '../chain/monitoring-keys';
import type { RuntimeEnvironment } from './runtime-environment';

/** How many chains' keys a worker holds in memory. */
const MOST_CHAINS = 200;

/** Opens the monitoring client of a chain once: nodes are observed every few seconds, and the client never changes. */
export function operationsAccesses({
  database,
  sealer,
}: Pick<RuntimeEnvironment, 'database' | 'sealer'>): OperationsAccessOf {
  const known = new Map<string, OperationsAccess>();
  return async (id) => {
    const access = known.get(id) ?? (await operationsAccess(database.store, sealer, ChainId.parse(id)));
    if (access === undefined) return undefined;
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= MOST_CHAINS && !known.has(id)) known.delete(oldest);
    known.set(id, access);
    return access;
  };
}
