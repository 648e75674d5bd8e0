import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { Logger } from 'pino';
import { ApiError } from '../errors/api-error';
import { isUndeclared } from '../openapi/declared-statuses';
import { loggedError } from './logged-error';
import { publicError } from './problem';
import type { ApiRequest } from './request';
import { routeOf } from './route-of';
import { sendProblem } from './send-problem';

/**
 * Answers every error as `application/problem+json`. Unknown errors are logged under an id, and the answer contains
 * only the id.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log: Logger;
  readonly #strict: boolean;

  /** @param options `strict`: a status that the OpenAPI document does not declare is an error itself */
  constructor(log: Logger, { strict }: { strict: boolean }) {
    this.#log = log;
    this.#strict = strict;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const request = http.getRequest<ApiRequest>();
    sendProblem(response, this.#declared(publicError(error) ?? this.#internal(error, request), request));
  }

  #declared(problem: ApiError, request: ApiRequest): ApiError {
    const route = `${request.method} ${routeOf(request)}`;
    if (!this.#strict || !isUndeclared(route, problem.status)) return problem;
    return new ApiError('internal', `${route} answers ${String(problem.status)}, which OpenAPI does not declare.`, {
      cause: problem,
    });
  }

  #internal(error: unknown, { method, path }: ApiRequest): ApiError {
    return loggedError(error, this.#log, { message: 'request failed', details: { method, path } });
  }
}
