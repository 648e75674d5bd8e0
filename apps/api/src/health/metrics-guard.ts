import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { assertAllowed, bearerToken } from '../auth/access.guard';
import type { Authenticator } from '../auth/authenticator';
import { publicError } from '../http/problem';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Prometheus on this machine reads freely; from elsewhere it takes a token with `system:read`. */
export function metricsGuard(authenticator: Authenticator): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const forwarded = request.headers['x-forwarded-for'] !== undefined;
    if (!forwarded && LOOPBACK.test(request.socket.remoteAddress ?? '')) {
      next();
      return;
    }
    admit(authenticator, request).then(
      () => {
        next();
      },
      (error: unknown) => {
        const problem = publicError(error);
        if (problem === undefined) next(error);
        else response.status(problem.status).type('application/problem+json').json(problem.toProblem());
      },
    );
  };
}

async function admit(authenticator: Authenticator, request: Request): Promise<void> {
  assertAllowed(await authenticator.authenticate(bearerToken(request.headers.authorization)), 'system:read');
}
