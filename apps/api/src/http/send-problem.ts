import type { Response } from 'express';
import type { ApiError } from '../errors/api-error';

/** Answers with a problem; an answer that has begun already is cut off, so that nobody takes it for a whole one. */
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
