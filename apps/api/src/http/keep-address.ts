import type { NextFunction, Request, Response } from 'express';

/**
 * Stores the client's address while the socket exists. Express reads it from the socket each time, which fails for late
 * readers.
 */
export function keepAddress(request: Request, _: Response, next: NextFunction): void {
  Object.defineProperty(request, 'ip', { value: request.ip, enumerable: true });
  next();
}
