import type { StepFunction } from '@heddle/queue';
import { reportingTo } from '../operations/report-runtime';
import type { WorkerServices } from '../services';
import { explaining } from './explain';

interface OfChain {
  readonly chainId: string;
}

/**
 * A step that speaks with nodes. Where the way to them leads through a cluster's API server and that is away, the step
 * waits for it and starts again within the same try: the tries are for what the nodes do.
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
