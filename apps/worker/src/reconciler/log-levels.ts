import type { ChainId } from '@heddle/contracts';
import type { ObservedNodeRow } from '@heddle/data';
import { announce } from '../chain/announce';
import type { WorkerServices } from '../services';

/** Resets log levels whose time is over. A node that was restarted logs as it was started; one that is down will. */
export async function resetLogLevels(
  { database, runtimes, live, now }: WorkerServices,
  chainId: ChainId,
  { nodes, signal }: { readonly nodes: readonly ObservedNodeRow[]; readonly signal: AbortSignal },
): Promise<void> {
  const at = now().toISOString();
  for (const { id, name, state, logLevel } of nodes) {
    if (logLevel === null || logLevel.until > at) continue;
    if (state === 'running' || state === 'unready') await runtimes.setLogSpec({ chainId, name }, '', signal);
    await database.transaction(async (store) => {
      await announce(store, live, chainId, { nodes: [await store.nodes.update(id, { logLevel: null })] });
    });
  }
}
