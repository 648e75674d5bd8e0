const REQUEST_MS = 2_000;

/** Whether an orderer's metrics say that it leads the channel (Fabric's `orderer/consensus/etcdraft/metrics.go`). */
export function leads(metrics: string, channel: string): boolean {
  return metrics.split('\n').some((line) => line.startsWith(`consensus_etcdraft_is_leader{channel="${channel}"} 1`));
}

/** The metrics of an orderer; undefined while it does not answer: then it does not lead either. */
export async function metricsOf(address: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(`http://${address}/metrics`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
    });
    return await response.text();
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
