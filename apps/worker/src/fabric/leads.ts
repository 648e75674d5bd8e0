/** Whether an orderer's metrics say that it leads the channel (Fabric's `orderer/consensus/etcdraft/metrics.go`). */
export function leads(metrics: string, channel: string): boolean {
  return metrics.split('\n').some((line) => line.startsWith(`consensus_etcdraft_is_leader{channel="${channel}"} 1`));
}
