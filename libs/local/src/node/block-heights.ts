import { httpGet } from './probes';

const HEIGHT = /^ledger_blockchain_height\{channel="([^"]+)"\} (\S+)$/gm;

/** Ledger height by channel out of a node's Prometheus metrics (`ledger_blockchain_height`, Fabric metrics reference). */
export function parseBlockHeights(metrics: string): Record<string, number> {
  return Object.fromEntries([...metrics.matchAll(HEIGHT)].map(([, channel = '', height]) => [channel, Number(height)]));
}

/** Asks a node's operations port for its ledger heights; none when it does not answer or has no such port. */
export async function blockHeights(host: string, port: number | undefined): Promise<Record<string, number>> {
  if (port === undefined) return {};
  const answer = await httpGet({ host, port, path: '/metrics' });
  return answer?.status === 200 ? parseBlockHeights(answer.body) : {};
}
