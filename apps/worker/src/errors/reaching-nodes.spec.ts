import type { StepContext } from '@heddle/queue';
import type { WorkerServices } from '../services';
import { OperationFailure } from './operation-failure';
import { reachingNodes } from './reaching-nodes';

interface Input {
  readonly chainId: string;
}

const PASSING = new OperationFailure('node_not_ready', 'peer0 cannot be reached.', {
  remedy: 'Retry.',
  retryable: true,
});
const LASTING = new OperationFailure('config_rejected', 'peer0 refused.', { remedy: 'Correct it.', retryable: false });

/** A step that fails in these ways in order and then succeeds, on a platform that gives these answers. */
function stepOf(failures: Error[], wasAway: boolean[]) {
  let runs = 0;
  const step = reachingNodes<Input>(() => {
    const failure = failures[runs];
    runs += 1;
    return failure === undefined ? Promise.resolve() : Promise.reject(failure);
  });
  const waitUntilReachable = () => Promise.resolve(wasAway.shift() ?? false);
  const context = {
    services: { runtimes: { waitUntilReachable } },
    input: { chainId: 'one' },
    report: {},
    signal: new AbortController().signal,
  } as unknown as StepContext<Input, WorkerServices>;
  return { run: () => step(context), runs: () => runs };
}

describe('a step that connects to nodes', () => {
  it('restarts each time the platform was unavailable', async () => {
    const { run, runs } = stepOf([PASSING, PASSING], [true, true]);
    await run();
    expect(runs()).toBe(3);
  });

  it('leaves errors unrelated to the platform to the step’s retries', async () => {
    const { run, runs } = stepOf([PASSING], [false]);
    await expect(run()).rejects.toBe(PASSING);
    expect(runs()).toBe(1);
  });

  it('does not wait after a rejection', async () => {
    const { run } = stepOf([LASTING], [true]);
    await expect(run()).rejects.toBe(LASTING);
  });
});
