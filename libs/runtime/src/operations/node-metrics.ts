import { readOperations, type OperationsRequest } from './read-operations';

const HEIGHT = /^ledger_blockchain_height\{channel="([^"]+)"\} (\S+)$/gm;

/** Ledger height by channel from a node's Prometheus metrics (`ledger_blockchain_height`, Fabric metrics reference). */
export function parseBlockHeights(metrics: string): Record<string, number> {
  return Object.fromEntries([...metrics.matchAll(HEIGHT)].map(([, channel = '', height]) => [channel, Number(height)]));
}

/** A node's Prometheus metrics; undefined while it does not give them. */
export async function nodeMetrics(request: Omit<OperationsRequest, 'path'>): Promise<string | undefined> {
  try {
    const { status, body } = await readOperations({ ...request, path: '/metrics' });
    return status === 200 ? body : undefined;
  } catch {
    request.signal?.throwIfAborted();
    return undefined;
  }
}
