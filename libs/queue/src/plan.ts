import type { OperationId } from '@heddle/contracts';
import { OperationStepEntity, rowOf } from '@heddle/data';

interface PlannedStep {
  name: string;
  weight: number;
}

/**
 * The rows of an operation's steps in the order of the handler's list. The data of steps with the same name is kept, so
 * a newer handler continues an operation that an older handler started.
 */
export function planSteps(
  operationId: OperationId,
  planned: readonly PlannedStep[],
  known: readonly OperationStepEntity[],
): OperationStepEntity[] {
  const byName = new Map(known.map((step) => [step.name, step]));
  return planned.map(({ name, weight }, position) => {
    const { state = 'pending', attempts = 0, startedAt = null, finishedAt = null } = byName.get(name) ?? {};
    return rowOf(OperationStepEntity, { operationId, position, name, weight, state, attempts, startedAt, finishedAt });
  });
}

/** Whether the rows match the handler's list. */
export const samePlan = (planned: readonly PlannedStep[], known: readonly OperationStepEntity[]): boolean =>
  planned.length === known.length &&
  planned.every(({ name, weight }, index) => known[index]?.name === name && known[index].weight === weight);

/** Highest progress of an operation with a step that has not succeeded. */
const ALMOST = 0.99;

/**
 * Progress from 0 to 1 by weight; 1 only when every step has succeeded.
 * @param fraction finished part of the running step, 0 to 1
 */
export function progressOf(
  steps: readonly OperationStepEntity[],
  running?: { step: string; fraction: number },
): number {
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  if (steps.every(({ state }) => state === 'succeeded')) return 1;
  if (total === 0) return 0;
  const done = steps.reduce((sum, { name, weight, state }) => {
    if (state === 'succeeded') return sum + weight;
    return name === running?.step ? sum + weight * Math.min(1, Math.max(0, running.fraction)) : sum;
  }, 0);
  return Math.min(ALMOST, done / total);
}
