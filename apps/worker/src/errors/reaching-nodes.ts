import type { StepFunction } from '@heddle/queue';
import { reportingTo } from '../steps/report-runtime';
import type { WorkerServices } from '../services';
import { explaining } from './explain';

interface OfChain {
  readonly chainId: string;
}

/**
 * A step that connects to nodes. If a cluster's API server is on the way and unavailable, the step waits for it and
 * restarts within the same attempt: attempts count failures of the nodes only.
 */
export function reachingNodes<Input extends OfChain>(
  run: StepFunction<Input, WorkerServices>,
): StepFunction<Input, WorkerServices> {
  const step = explaining(run);
  return async (context) => {
    const { services, input, report, signal } = context;
    for (;;) {
      try {
        await step(context);
        return;
      } catch (error) {
        if (signal.aborted || !mayPass(error)) throw error;
        const options = { signal, report: reportingTo(report) };
        if (!(await services.runtimes.waitUntilReachable(input.chainId, options))) throw error;
      }
    }
  };
}

const mayPass = (error: unknown): boolean => error instanceof Error && 'retryable' in error && error.retryable === true;
