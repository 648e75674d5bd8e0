import type { SignedInClient } from '@heddle/client';
import { api, OPERATION_STEPS, type Operation, type OperationEvent } from '@heddle/contracts';
import type { Ground } from './ground';
import { isSupervised, repeatedStep } from './points';
import type { Run } from './schedule';
import type { Outcome } from './strike';

const AWAY = "The cluster's API server does not answer; waiting";

/**
 * The operation succeeded, every step succeeded once, was started as often as necessary, and every event is present, also
 * on the live feed.
 */
export async function expectOperation(
  client: SignedInClient,
  { operation, events }: Pick<Outcome<unknown>, 'operation' | 'events'>,
  run: Run,
  { spec }: Pick<Ground, 'spec'>,
): Promise<void> {
  const { kind, state, error, steps, id } = operation;
  const names = OPERATION_STEPS[kind];
  expect({ kind, state, error }).toEqual({ kind, state: 'succeeded', error: null });
  expect(steps.map(({ name, state: ended }) => `${name} ${ended}`)).toEqual(names.map((name) => `${name} succeeded`));
  const { items } = await client.ask(api.operations.events, { params: { operationId: id }, query: { limit: 1_000 } });
  expectAttempts(operation, run, spec.runtime === 'kubernetes');
  expect(items.map(({ seq }) => seq)).toEqual(items.map((_event, index) => index + 1));
  expect(events).toEqual(items);
  expect(items.at(-1)).toMatchObject({ seq: operation.asOfSeq, state: 'succeeded' });
  expect(items.filter(({ message }) => message === 'Operation succeeded')).toHaveLength(1);
  if (run.some(isOutage)) expectOutageTold(items);
  const succeeded = items.filter(({ stepState }) => stepState === 'succeeded').map(({ step }) => step);
  expect(succeeded).toEqual([...names]);
}

/** Watchers of the operation were informed of what it waited for. */
function expectOutageTold(events: readonly OperationEvent[]): void {
  const lastNotice = events.findLastIndex(({ message }) => message.startsWith(AWAY));
  expect(events.map(({ message }) => message)).toContainEqual(expect.stringContaining(AWAY));
  expect(events.slice(lastNotice + 1).map(({ message }) => message)).toContain('Operation succeeded');
}

const isOutage = ({ victim }: Run[number]): boolean => victim === 'API server';

/** A step runs a second time only when a worker died in it; a lost node may cost more attempts. */
function expectAttempts({ kind, steps }: Operation, run: Run, onCluster: boolean): void {
  const attempts = Object.fromEntries(steps.map(({ name, attempts: tries }) => [name, tries]));
  const [outage] = run.filter(isOutage);
  if (outage !== undefined && 'step' in outage.moment) {
    // It waited. Kubernetes takes up to a minute and a half to recover, which may cost later steps an attempt.
    expect(attempts).toMatchObject({ [outage.moment.step]: 1 });
    return;
  }
  if (!run.every(isSupervised)) return;
  const again = run.filter(({ victim }) => victim === 'worker').map(repeatedStep);
  const expected = Object.fromEntries(steps.map(({ name }) => [name, again.includes(name) ? 2 : 1]));
  // Each proxy of a cluster learns of a ready chaincode server at its own time; the step retries until then.
  const routed = onCluster && kind === 'chaincode.deploy' ? { check: expect.any(Number) as number } : {};
  expect(attempts).toEqual({ ...expected, ...routed });
}
