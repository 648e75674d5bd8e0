import type { Operation, OperationEvent, Page } from './answers';
import type { Client } from './client';
import { STEPS, type FaultPoint, type Kind } from './points';

/** The operation ended well, every step succeeded once, was begun as often as it had to be, and every event is there. */
export async function expectOperation(client: Client, operation: Operation, point: FaultPoint | null): Promise<void> {
  const { kind, state, error, steps, id } = operation;
  const names = STEPS[kind as Kind];
  expect({ kind, state, error }).toEqual({ kind, state: 'succeeded', error: null });
  expect(steps.map(({ name, state: ended }) => `${name} ${ended}`)).toEqual(names.map((name) => `${name} succeeded`));
  expectAttempts(operation, point);
  const { items } = await client.get<Page<OperationEvent>>(`/operations/${id}/events?limit=1000`);
  expect(items.map(({ seq }) => seq)).toEqual(items.map((_event, index) => index + 1));
  expect(items.at(-1)).toMatchObject({ seq: operation.asOfSeq, state: 'succeeded' });
  expect(items.filter(({ message }) => message === 'Operation succeeded')).toHaveLength(1);
  const succeeded = items.filter(({ stepState }) => stepState === 'succeeded').map(({ step }) => step);
  expect(succeeded).toEqual([...names]);
}

/** A step runs a second time only when a worker died in it; a lost node may cost more tries. */
function expectAttempts({ kind, steps }: Operation, point: FaultPoint | null): void {
  const attempts = Object.fromEntries(steps.map(({ name, attempts: tries }) => [name, tries]));
  if (point !== null && !['worker', 'api', 'redis'].includes(point.victim)) return;
  const again = point === null ? undefined : repeatedStep(kind as Kind, point);
  expect(attempts).toEqual(Object.fromEntries(steps.map(({ name }) => [name, name === again ? 2 : 1])));
}

function repeatedStep(kind: Kind, { victim, moment }: FaultPoint): string | undefined {
  if (victim !== 'worker' || !('step' in moment)) return undefined;
  const steps: readonly string[] = STEPS[kind];
  // A checkpoint is the end of a step and the beginning of the next.
  return moment.at === 'checkpointed' ? steps[steps.indexOf(moment.step) + 1] : moment.step;
}
