import type { ChainId } from '@heddle/contracts';
import type { StepContext } from '@heddle/queue';
import { recordObservations } from '../chain/observations';
import type { WorkerServices } from '../services';
import { reportingTo } from '../steps/report-runtime';

/** Waits until a node is ready, and records that it is. */
export async function awaitNode(
  { services, input: { chainId }, report, signal }: StepContext<{ chainId: ChainId }, WorkerServices>,
  name: string,
): Promise<void> {
  await services.runtimes.waitUntilReady({ chainId, names: [name] }, { signal, report: reportingTo(report) });
  await recordObservations(services, chainId);
}
