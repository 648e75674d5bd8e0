import type { Operation } from '@heddle/contracts';

/** Fractions are summed on both sides, in different orders. */
const ROUNDING = 0.001;

/** Whether a step is under way that has reported no progress of its own: the whole is where the finished steps left it. */
export function isSilent({ steps, progress }: Pick<Operation, 'steps' | 'progress'>): boolean {
  if (!steps.some(({ state }) => state === 'running' || state === 'retrying')) return false;
  const weightOf = (some: Operation['steps']): number => some.reduce((sum, { weight }) => sum + weight, 0);
  const whole = weightOf(steps);
  const done = weightOf(steps.filter(({ state }) => state === 'succeeded'));
  return whole === 0 || progress <= done / whole + ROUNDING;
}
