import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { Logger } from 'pino';
import type { ApiError } from '../errors/api-error';
import { loggedError } from './logged-error';
import { publicError } from './problem';
import type { ApiRequest } from './request';
import { sendProblem } from './send-problem';

/** Answers every error as `application/problem+json`; what is unknown is logged under an id and tells nothing else. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    sendProblem(response, publicError(error) ?? this.#internal(error, http.getRequest<ApiRequest>()));
  }

  #internal(error: unknown, { method, path }: ApiRequest): ApiError {
    return loggedError(error, this.#log, { message: 'request failed', details: { method, path } });
  }
}
