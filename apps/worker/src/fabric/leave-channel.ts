import { MaintenanceFailedError } from '@heddle/runtime';
import type { ChainRuntimes } from '../runtimes/chain-runtimes';
import type { WorldNode } from '../world/chain-world';
import { atNode } from '../errors/at-node';
import type { ChainClients } from './chain-clients';

export interface Leaving {
  readonly channel: string;
  readonly clients: ChainClients;
  readonly runtimes: ChainRuntimes;
  readonly signal: AbortSignal;
}

/** The peer's output for a channel that it has not joined (Fabric's `core/ledger/kvledger/kv_ledger_provider.go`). */
const NOT_JOINED = /ledger.*does not exist/i;

/**
 * Removes a channel and its ledger from a peer. Fabric requires the peer to be stopped: it is stopped, leaves, and is
 * started again, even if it could not leave.
 */
export async function leaveChannel(node: WorldNode, { channel, clients, runtimes, signal }: Leaving): Promise<void> {
  const ref = { chainId: node.row.chainId, name: node.plan.name };
  const selector = { chainId: ref.chainId, names: [ref.name] };
  const [seen] = await runtimes.status(selector);
  if (seen === undefined) return;
  if (seen.state === 'running') {
    const channels = await atNode(node, async () => (await clients.peer(node)).channels({ signal }));
    if (!channels.includes(channel)) return;
  }
  try {
    await runtimes.stop(selector, { signal });
    await runtimes.maintain(ref, ['node', 'unjoin', '-c', channel], { signal }).catch((error: unknown) => {
      if (!hadNotJoined(error)) throw error;
    });
  } finally {
    await runtimes.start(selector);
  }
  await runtimes.waitUntilReady(selector, { signal });
}

function hadNotJoined(error: unknown): boolean {
  return error instanceof MaintenanceFailedError && error.lastLogLines.some((line) => NOT_JOINED.test(line));
}
