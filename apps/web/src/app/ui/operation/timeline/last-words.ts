import type { OperationEvent, OperationStep } from '@heddle/contracts';

/**
 * The last thing a step said about its work, for its line in the timeline. That it began and ended is there as
 * icon and duration already, and debug lines are for those who open the log.
 */
export function lastWords({ name }: Pick<OperationStep, 'name'>, events: readonly OperationEvent[]): string {
  const said = events.findLast(({ level, message }) => level !== 'debug' && !isBookkeeping(name, message));
  return said?.message ?? '';
}

function isBookkeeping(step: string, message: string): boolean {
  return [`Step ${step} started`, `Step ${step} succeeded`, `Step ${step} undone`, `Undoing step ${step}`].includes(
    message,
  );
}
