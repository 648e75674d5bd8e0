import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/metrics';
import { routeOf } from './route-of';

/**
 * Measures every request for the metrics and logs one line about it; successful requests are logged at level debug
 * only.
 */
export function requestLog(log: Logger, metrics: Metrics) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const began = performance.now();
    response.once('close', () => {
      const ms = performance.now() - began;
      const { method } = request;
      const status = response.statusCode;
      metrics.httpDuration.observe({ method, route: routeOf(request), status }, ms / 1_000);
      const line = { method, path: request.baseUrl + request.path, status, ms: Math.round(ms), address: request.ip };
      if (status >= 500) log.warn(line, 'request');
      else log.debug(line, 'request');
    });
    next();
  };
}
