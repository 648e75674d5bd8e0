import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Metrics } from '../metrics/metrics';
import { Resources } from '../resources';
import { loggedError } from './logged-error';
import { routeOf } from './route-of';
import { sendProblem } from './send-problem';

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

/**
 * Turns an exception that a request throws outside of any await (in listeners and timers) into a failure of that
 * request. Exceptions without a request end the process, as they do without this guard.
 */
@Injectable()
export class RequestGuard implements OnModuleInit, OnApplicationShutdown {
  readonly #exchange = new AsyncLocalStorage<Exchange>();

  constructor(
    private readonly metrics: Metrics,
    private readonly resources: Resources,
  ) {}

  onModuleInit(): void {
    process.on('uncaughtException', this.#uncaught);
  }

  onApplicationShutdown(): void {
    process.off('uncaughtException', this.#uncaught);
  }

  readonly middleware = (request: Request, response: Response, next: NextFunction): void => {
    const exchange: Exchange = { request, response };
    for (const emitter of [request, response]) this.#bind(emitter, exchange);
    this.#exchange.run(exchange, next);
  };

  /** The socket's events originate outside of the request, so their listeners would not be attributed to it. */
  #bind(emitter: EventEmitter, exchange: Exchange): void {
    const emit = emitter.emit.bind(emitter);
    emitter.emit = (...event: Parameters<typeof emit>): boolean => {
      try {
        return this.#exchange.run(exchange, emit, ...event);
      } catch (error) {
        this.#failed(exchange, error);
        return true;
      }
    };
  }

  readonly #uncaught = (error: unknown): void => {
    const exchange = this.#exchange.getStore();
    if (exchange !== undefined) {
      this.#failed(exchange, error);
      return;
    }
    process.stderr.write(`${inspect(error)}\n`);
    process.exit(1);
  };

  #failed({ request, response }: Exchange, error: unknown): void {
    const { method, path } = request;
    this.metrics.requestExceptions.inc({ method, route: routeOf(request) });
    const details = { method, path };
    const problem = loggedError(error, this.resources.log, {
      message: 'a request threw outside of its handler',
      details,
    });
    if (!response.writableEnded) sendProblem(response, problem);
  }
}
