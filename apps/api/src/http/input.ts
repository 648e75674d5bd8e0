import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import type { FieldError, Route } from '@heddle/contracts';
import { ApiError } from '../errors/api-error';
import { endpointOf } from './endpoint';

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export interface ParsedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Parses a request by its contracts entry; fields that the entry does not name are refused.
 *
 * @throws ApiError `validation_failed` with every rejected field, `not_found` when an id in the path cannot exist
 */
export function parseInput(route: Route, raw: RawInput): ParsedInput {
  const params = route.params.safeParse(raw.params);
  const query = route.query.safeParse(raw.query);
  const body = route.body.safeParse(raw.body);
  const failures = [params, query, body].flatMap(({ error }) => (error === undefined ? [] : fieldErrors(error)));
  if (failures.length === 0) return { params: params.data, query: query.data, body: body.data };
  throw validationFailed(failures);
}

export function validationFailed(errors: readonly FieldError[]): ApiError {
  const [first] = errors;
  const where = first === undefined || first.path === '' ? '' : `${first.path}: `;
  const more = errors.length > 1 ? ` (and ${String(errors.length - 1)} more)` : '';
  return new ApiError('validation_failed', `${where}${first?.message ?? 'not valid'}${more}`, {
    errors,
    remedy: 'Correct the named fields and send the request again; nothing was written.',
  });
}

function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'unknown field' }));
  });
}

/** `{}` counts as no body: many clients send it with every POST. */
function bodyOf(request: Request, route: Route): unknown {
  const body: unknown = request.body;
  if (body === undefined && route.media?.request === undefined && hasContent(request)) {
    throw new ApiError('malformed_request', 'The body is not JSON.', {
      remedy: 'Send JSON with the header Content-Type: application/json.',
    });
  }
  const empty = typeof body === 'object' && body !== null && Object.keys(body).length === 0;
  return empty && route.body.safeParse(undefined).success ? undefined : body;
}

function hasContent({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The request's parsed `InputOf<typeof route>`. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext): ParsedInput => {
  const route = endpointOf(context.getHandler());
  if (route === undefined) throw new Error('@Input() stands on a method without @Endpoint().');
  const request = context.switchToHttp().getRequest<Request>();
  return parseInput(route, { params: request.params, query: request.query, body: bodyOf(request, route) });
});
