import { setTimeout as delay } from 'node:timers/promises';
import type { RuntimeDriver } from '@heddle/runtime';
import type { WorldNode } from '../chain/chain-world';
import { OperationFailure } from '../errors/operation-failure';

const POLL_MS = 25;
const LIMIT_MS = 30_000;
const REQUEST_MS = 2_000;

/** Whether an orderer's metrics say that it leads the channel (Fabric's `orderer/consensus/etcdraft/metrics.go`). */
export function leads(metrics: string, channel: string): boolean {
  return metrics.split('\n').some((line) => line.startsWith(`consensus_etcdraft_is_leader{channel="${channel}"} 1`));
}

async function metricsOf(address: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(`http://${address}/metrics`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
    });
    return await response.text();
  } catch (error) {
    signal.throwIfAborted();
    // An orderer that does not answer does not lead; whether anybody does is what the caller waits for.
    return `# ${String(error)}`;
  }
}

export interface LeaderSearch {
  readonly channel: string;
  readonly orderers: readonly WorldNode[];
  readonly runtime: RuntimeDriver;
  readonly signal: AbortSignal;
}

/** The orderer that leads the channel; waits for the election. Rejects with `no_leader` after 30 s. */
export async function awaitLeader({ channel, orderers, runtime, signal }: LeaderSearch): Promise<string> {
  const deadline = Date.now() + LIMIT_MS;
  const addresses = await Promise.all(
    orderers.map(async ({ plan, row }) => ({
      name: plan.name,
      address: await runtime.dial({ chainId: row.chainId, name: plan.name }, 'operations'),
    })),
  );
  for (;;) {
    for (const { name, address } of addresses) {
      if (leads(await metricsOf(address, signal), channel)) return name;
    }
    if (Date.now() > deadline) throw noLeader(channel, orderers.length);
    await delay(POLL_MS, undefined, { signal });
  }
}

function noLeader(channel: string, orderers: number): OperationFailure {
  const majority = Math.floor(orderers / 2) + 1;
  return new OperationFailure('no_leader', `No orderer leads channel ${channel} after ${LIMIT_MS / 1000} s.`, {
    remedy: `Check that at least ${majority} of ${orderers} orderers run and reach each other (Nodes tab, logs), then retry.`,
    retryable: true,
  });
}
