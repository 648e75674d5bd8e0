import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ApiError } from '../errors/api-error';
import { contractRoutes } from './route-check';

/** What Express answers without a route of its own. */
const ALWAYS = ['OPTIONS'];

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
  readonly parameters: number;
}

const KNOWN: readonly KnownPath[] = contractRoutes().map(({ method, path }) => ({
  // As Express takes paths: in any case, with a slash at the end or without.
  pattern: new RegExp(`^${path.replaceAll(/[.]/g, '\\.').replaceAll(/:[A-Za-z]+/g, '[^/]+')}/?$`, 'i'),
  methods: method === 'GET' ? ['GET', 'HEAD'] : [method],
  parameters: path.split(':').length - 1,
}));

/** Methods of the path that says most: `/chains/validate` is no id below `/chains`. */
function methodsOf(path: string): readonly string[] {
  const matching = KNOWN.filter(({ pattern }) => pattern.test(path));
  const fewest = Math.min(...matching.map(({ parameters }) => parameters));
  return matching.filter(({ parameters }) => parameters === fewest).flatMap(({ methods }) => methods);
}

/** Answers a method that a path does not have with 405 and those that it has. Paths that do not exist go on, to 404. */
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
      new ApiError('method_not_allowed', `${request.method} is not taken at this address.`, {
        remedy: `Use ${known.join(' or ')}; /api/openapi.json describes every route.`,
      }),
    );
  };
}
