import type { OperationError } from '@heddle/contracts';
import type { OperationEntity } from '@heddle/data';

/** An operation that ended its worker this often within one step fails. */
export const MAX_WORKER_DEATHS = 3;

/**
 * The next death fails the operation. What ran beside the one that ends its workers dies with it; so operations that
 * are at this point run apart from each other, and only the guilty one reaches the last death.
 */
export const isLastChance = (deaths: number): boolean => deaths === MAX_WORKER_DEATHS - 1;

/** The deaths of an operation once this owner takes it; an owner that takes its own operation again did not die. */
export const deathsWhenTaken = (
  { workerDeaths, leaseOwner }: Pick<OperationEntity, 'workerDeaths' | 'leaseOwner'>,
  owner: string,
): number => workerDeaths + (leaseOwner === null || leaseOwner === owner ? 0 : 1);

/** How a worker begins with an operation, for its log. */
export function takingMessage({
  startedAt,
  workerDeaths,
}: Pick<OperationEntity, 'startedAt' | 'workerDeaths'>): string {
  if (startedAt === null) return 'A worker started the operation';
  if (workerDeaths === 0) return 'A worker goes on with the operation';
  return `The worker ended without a result (${String(workerDeaths)} of ${String(MAX_WORKER_DEATHS)}); another one goes on`;
}

export function workerDiedRepeatedly(step: string | null): OperationError {
  const where = step === null ? 'the operation ran' : `step "${step}" ran`;
  return {
    code: 'worker_died_repeatedly',
    message: `The worker ended ${String(MAX_WORKER_DEATHS)} times without a result while ${where}.`,
    remedy:
      'Read the end of the worker’s log and the machine’s free memory (a kernel that ends processes logs "out of ' +
      'memory"). Remove the cause, then retry: the count begins again.',
    cause: 'The worker’s process ended, or did not renew its lease in time.',
    retryable: false,
    step,
  };
}
