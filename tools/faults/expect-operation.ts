import type { Operation, OperationEvent, Page } from './answers';
import type { Client } from './client';
import type { Ground } from './ground';
import { STEPS, type FaultPoint, type Kind } from './points';

const AWAY = "The cluster's API server does not answer; waiting";

/**
 * The operation succeeded, every step succeeded once, was started as often as necessary, and every event is present.
 */
export async function expectOperation(
  client: Client,
  operation: Operation,
  point: FaultPoint | null,
  { spec }: Pick<Ground, 'spec'>,
): Promise<void> {
  const { kind, state, error, steps, id } = operation;
  const names = STEPS[kind as Kind];
  expect({ kind, state, error }).toEqual({ kind, state: 'succeeded', error: null });
  expect(steps.map(({ name, state: ended }) => `${name} ${ended}`)).toEqual(names.map((name) => `${name} succeeded`));
  const { items } = await client.get<Page<OperationEvent>>(`/operations/${id}/events?limit=1000`);
  expectAttempts(operation, point, spec['runtime'] === 'kubernetes');
  expect(items.map(({ seq }) => seq)).toEqual(items.map((_event, index) => index + 1));
  expect(items.at(-1)).toMatchObject({ seq: operation.asOfSeq, state: 'succeeded' });
  expect(items.filter(({ message }) => message === 'Operation succeeded')).toHaveLength(1);
  if (point?.victim === 'API server') expectOutageTold(items);
  const succeeded = items.filter(({ stepState }) => stepState === 'succeeded').map(({ step }) => step);
  expect(succeeded).toEqual([...names]);
}

/** Watchers of the operation were informed of what it waited for. */
function expectOutageTold(events: readonly OperationEvent[]): void {
  const lastNotice = events.findLastIndex(({ message }) => message.startsWith(AWAY));
  expect(events.map(({ message }) => message)).toContainEqual(expect.stringContaining(AWAY));
  expect(events.slice(lastNotice + 1).map(({ message }) => message)).toContain('Operation succeeded');
}

/** A step runs a second time only when a worker died in it; a lost node may cost more attempts. */
function expectAttempts({ kind, steps }: Operation, point: FaultPoint | null, onCluster: boolean): void {
  const attempts = Object.fromEntries(steps.map(({ name, attempts: tries }) => [name, tries]));
  if (point?.victim === 'API server' && 'step' in point.moment) {
    // It waited. Kubernetes takes up to a minute and a half to recover, which may cost later steps an attempt.
    expect(attempts).toMatchObject({ [point.moment.step]: 1 });
    return;
  }
  if (point !== null && !['worker', 'api', 'redis'].includes(point.victim)) return;
  const again = point === null ? undefined : repeatedStep(kind as Kind, point);
  const expected = Object.fromEntries(steps.map(({ name }) => [name, name === again ? 2 : 1]));
  // Each proxy of a cluster learns of a ready chaincode server at its own time; the step retries until then.
  const routed = onCluster && kind === 'chaincode.deploy' ? { check: expect.any(Number) as number } : {};
  expect(attempts).toEqual({ ...expected, ...routed });
}

function repeatedStep(kind: Kind, { victim, moment }: FaultPoint): string | undefined {
  if (victim !== 'worker' || !('step' in moment)) return undefined;
  const steps: readonly string[] = STEPS[kind];
  // A checkpoint ends a step and starts the next.
  return moment.at === 'checkpointed' ? steps[steps.indexOf(moment.step) + 1] : moment.step;
}
