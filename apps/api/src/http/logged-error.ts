import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { ApiError } from '../errors/api-error';
import { publicError } from './problem';

/** What failed, for the log. */
export interface Failure {
  readonly message: string;
  readonly details?: Readonly<Record<string, string>>;
}

/** Logs an error whose message must not leave the process. The answer contains only the log entry's id. */
export function loggedError(error: unknown, log: Logger, { message, details }: Failure): ApiError {
  const errorId = randomUUID();
  log.error({ err: error, errorId, ...details }, message);
  return new ApiError('internal', `Something went wrong on the server (error ${errorId}).`, {
    remedy: `Search for ${errorId} in the server's log.`,
  });
}

/** Why a stream of events failed, for its reader. */
export const streamError = (error: unknown, log: Logger): ApiError =>
  publicError(error) ?? loggedError(error, log, { message: 'a stream of events failed' });
