import { createHash, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { assertAllowed, bearerToken } from '../auth/access.guard';
import type { Authenticator } from '../auth/authenticator';
import { publicError } from '../http/problem';
import { sendProblem } from '../http/send-problem';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Prometheus on this machine needs no token. A remote one needs its own token, or one with `system:read`. */
export function metricsGuard(authenticator: Authenticator, token?: string): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    if (isLocal(request) || (token !== undefined && holds(request, token))) {
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
        else sendProblem(response, problem);
      },
    );
  };
}

function isLocal(request: Request): boolean {
  return request.headers['x-forwarded-for'] === undefined && LOOPBACK.test(request.socket.remoteAddress ?? '');
}

/** Takes the same time for a wrong token as for the correct one. */
function holds(request: Request, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));
}

async function admit(authenticator: Authenticator, request: Request): Promise<void> {
  assertAllowed(await authenticator.authenticate(bearerToken(request.headers.authorization)), 'system:read');
}
