import { QueryFailedError } from 'typeorm';

const DUPLICATE = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'ER_DUP_ENTRY']);

/** Whether a write failed because of a unique key. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof QueryFailedError && DUPLICATE.has(String((error.driverError as { code?: unknown }).code));

/** Whether the database aborted a transaction that can simply run again (deadlock, lock wait). */
export const isTransient = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'ER_CHECKREAD'].includes(
    String((error.driverError as { code?: unknown }).code),
  );

/** Whether the connection to the database server failed or ended; mysql2 marks such errors as fatal. */
export function isConnectionLost(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof Error && (cause as { fatal?: unknown }).fatal === true;
}
