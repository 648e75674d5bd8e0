import { httpGet } from './probes';

const HEIGHT = /^ledger_blockchain_height\{channel="([^"]+)"\} (\S+)$/gm;

/** Ledger height by channel from a node's Prometheus metrics (`ledger_blockchain_height`, Fabric metrics reference). */
export function parseBlockHeights(metrics: string): Record<string, number> {
  return Object.fromEntries([...metrics.matchAll(HEIGHT)].map(([, channel = '', height]) => [channel, Number(height)]));
}

/** Reads the ledger heights from a node's operations port; none if it does not answer or has no such port. */
export async function blockHeights(host: string, port: number | undefined): Promise<Record<string, number>> {
  if (port === undefined) return {};
  const answer = await httpGet({ host, port, path: '/metrics' });
  return answer?.status === 200 ? parseBlockHeights(answer.body) : {};
}
