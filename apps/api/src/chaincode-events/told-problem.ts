import { randomUUID } from 'node:crypto';
import type { Problem } from '@heddle/contracts';
import type { Logger } from 'pino';
import { ApiError } from '../errors/api-error';
import { publicError } from '../http/problem';

/** Why a stream failed, for its reader; what must not leave the process goes to the log. */
export function toldProblem(error: unknown, log: Logger): Problem {
  const known = publicError(error);
  if (known !== undefined) return known.toProblem();
  const errorId = randomUUID();
  log.error({ err: error, errorId }, 'a stream of events failed');
  return new ApiError('internal', `Something went wrong on the server (error ${errorId}).`, {
    remedy: `Look for ${errorId} in the server's log.`,
  }).toProblem();
}
