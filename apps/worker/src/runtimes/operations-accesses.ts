import { ChainId } from '@heddle/contracts';
import type { OperationsAccessOf } from '@heddle/runtime';
import { operationsAccess } from '../world/monitoring-keys';
import { once } from '../once';
import type { RuntimeEnvironment } from './runtime-environment';

/** How many chains' keys a worker holds in memory. */
const MOST_CHAINS = 200;

/**
 * Opens the monitoring client of a chain once: nodes are observed every few seconds, and what a chain has no longer
 * changes once it has nodes.
 */
export function operationsAccesses({
  database,
  sealer,
}: Pick<RuntimeEnvironment, 'database' | 'sealer'>): OperationsAccessOf {
  const known = new Map<string, ReturnType<OperationsAccessOf>>();
  const open: OperationsAccessOf = async (id) => operationsAccess(database.store, sealer, ChainId.parse(id));
  return (id) => {
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= MOST_CHAINS && !known.has(id)) known.delete(oldest);
    return once(known, id, () => open(id)).catch((error: unknown) => {
      known.delete(id);
      throw error;
    });
  };
}
