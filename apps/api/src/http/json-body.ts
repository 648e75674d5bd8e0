import express from 'express';
import { publicError } from './problem';

/** Reads JSON bodies. What it refuses becomes a problem here, while size and limit are known. */
export function jsonBody(limit: number): express.RequestHandler {
  const parse = express.json({ limit });
  return (request, response, next) => {
    parse(request, response, (error: unknown) => {
      next(publicError(error) ?? error);
    });
  };
}
