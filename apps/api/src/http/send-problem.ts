import type { Response } from 'express';
import type { ApiError } from '../errors/api-error';

/** Sends a problem. An answer that has already started is cut off, so that clients do not treat it as complete. */
export function sendProblem(response: Response, problem: ApiError): void {
  if (response.headersSent) {
    if (!response.writableEnded) response.destroy();
    return;
  }
  if (problem.retryAfterSeconds !== undefined) {
    response.setHeader('Retry-After', String(Math.ceil(problem.retryAfterSeconds)));
  }
  response.removeHeader('Content-Disposition');
  response.removeHeader('ETag');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem.toProblem()));
}
