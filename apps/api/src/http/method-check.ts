import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ApiError } from '../errors/api-error';
import { contractRoutes } from './route-check';

/** Methods that Express answers without a route. */
const ALWAYS = ['OPTIONS'];

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
  readonly parameters: number;
}

const KNOWN: readonly KnownPath[] = contractRoutes().map(({ method, path }) => ({
  // Matches paths like Express: case-insensitive, with or without a trailing slash.
  pattern: new RegExp(`^${path.replaceAll(/[.]/g, '\\.').replaceAll(/:[A-Za-z]+/g, '[^/]+')}/?$`, 'i'),
  methods: method === 'GET' ? ['GET', 'HEAD'] : [method],
  parameters: path.split(':').length - 1,
}));

/** Methods of the most specific path: `/chains/validate` is not an id below `/chains`. */
function methodsOf(path: string): readonly string[] {
  const matching = KNOWN.filter(({ pattern }) => pattern.test(path));
  const fewest = Math.min(...matching.map(({ parameters }) => parameters));
  return matching.filter(({ parameters }) => parameters === fewest).flatMap(({ methods }) => methods);
}

/** Answers an unsupported method of a path with 405 and the supported ones. Unknown paths continue to 404. */
export function methodCheck(): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    const known = methodsOf(request.path);
    const allowed = [...new Set([...known, ...ALWAYS])].sort();
    if (known.length === 0 || allowed.includes(request.method)) {
      next();
      return;
    }
    response.setHeader('Allow', allowed.join(', '));
    next(
      new ApiError('method_not_allowed', `${request.method} is not supported at this address.`, {
        remedy: `Use ${known.join(' or ')}; /api/openapi.json describes every route.`,
      }),
    );
  };
}
