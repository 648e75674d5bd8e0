import type { NextFunction, Request, Response } from 'express';

/** Notes the client's address while there is a socket: Express asks the socket each time, which late readers no longer find. */
export function keepAddress(request: Request, _: Response, next: NextFunction): void {
  Object.defineProperty(request, 'ip', { value: request.ip, enumerable: true });
  next();
}
