import type { OperationError } from '@heddle/contracts';
import type { OperationEntity } from '@heddle/data';

/** An operation fails after it has ended its worker this many times within one step. */
export const MAX_WORKER_DEATHS = 3;

/**
 * The next worker death fails the operation. Other operations on the same worker die with it, so operations that have
 * reached this point never run on one worker at the same time. Only the operation at fault reaches the limit.
 */
export const isLastChance = (deaths: number): boolean => deaths === MAX_WORKER_DEATHS - 1;

/** Worker deaths of an operation once this owner takes it. An owner that takes its own operation again did not die. */
export const deathsWhenTaken = (
  { workerDeaths, leaseOwner }: Pick<OperationEntity, 'workerDeaths' | 'leaseOwner'>,
  owner: string,
): number => workerDeaths + (leaseOwner === null || leaseOwner === owner ? 0 : 1);

/** The log message for a worker that takes an operation. */
export function takingMessage({
  startedAt,
  workerDeaths,
}: Pick<OperationEntity, 'startedAt' | 'workerDeaths'>): string {
  if (startedAt === null) return 'A worker started the operation';
  if (workerDeaths === 0) return 'A worker continues the operation';
  return `The worker ended without a result (${String(workerDeaths)} of ${String(MAX_WORKER_DEATHS)}); another worker continues`;
}

export function workerDiedRepeatedly(step: string | null): OperationError {
  const where = step === null ? 'the operation ran' : `step "${step}" ran`;
  return {
    code: 'worker_died_repeatedly',
    message: `The worker ended ${String(MAX_WORKER_DEATHS)} times without a result while ${where}.`,
    remedy:
      'Check the end of the worker’s log and the machine’s free memory (the kernel logs "out of memory" when it kills ' +
      'a process). Remove the cause, then retry. The count starts again.',
    cause: 'The worker’s process ended, or did not renew its lease in time.',
    retryable: false,
    step,
  };
}
