import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { IssueDetails, type FieldError, type Route } from '@heddle/contracts';
import { ApiError } from '../errors/api-error';
import { endpointOf } from './endpoint';

type Issue = z.core.$ZodIssue;

/** Refused fields that an answer lists; it says how many more there are. */
const MAX_LISTED = 50;
/** Maximum length of a field name in an answer, because names come from the client. */
const MAX_PATH = 200;

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
 * Parses a request by its contracts entry. Fields that are not in the entry are rejected.
 *
 * @throws ApiError `malformed_request` for an invalid number in the query, `validation_failed` with every rejected
 * field, `not_found` if an id in the path cannot exist
 */
export function parseInput(route: Route, raw: RawInput): ParsedInput {
  checkNumbers(route, raw.query);
  const params = route.params.safeParse(raw.params);
  const query = route.query.safeParse(raw.query);
  const body = route.body.safeParse(raw.body);
  const issues = [params, query, body].flatMap(({ error }) => error?.issues ?? []);
  if (issues.length === 0) return { params: params.data, query: query.data, body: body.data };
  throw ownProblem(issues) ?? validationFailed(issues.flatMap(fieldErrors));
}

export function validationFailed(errors: readonly FieldError[]): ApiError {
  const listed = errors.slice(0, MAX_LISTED).map(({ path, message }) => ({ path: shortened(path), message }));
  const [first] = listed;
  const where = first === undefined || first.path === '' ? '' : `${first.path}: `;
  return new ApiError('validation_failed', `${where}${first?.message ?? 'not valid'}${others(errors.length)}`, {
    errors: listed,
    remedy: 'Correct the named fields and send the request again; nothing was written.',
  });
}

const shortened = (path: string): string => (path.length <= MAX_PATH ? path : `${path.slice(0, MAX_PATH)}…`);

function others(count: number): string {
  if (count <= 1) return '';
  const unlisted = count > MAX_LISTED ? `, of which ${String(count - MAX_LISTED)} are not listed` : '';
  return ` (and ${String(count - 1)} more${unlisted})`;
}

/**
 * Numbers of a query are integers in decimal digits. `Number` would also accept an empty text, blanks, hexadecimal and
 * exponents.
 *
 * @throws ApiError `malformed_request`
 */
function checkNumbers({ query }: Route, raw: unknown): void {
  const values = z.record(z.string(), z.unknown()).parse(raw ?? {});
  for (const [name, schema] of Object.entries(query.shape)) {
    const value = values[name];
    if (!(unwrapped(schema) instanceof z.ZodNumber) || value === undefined || isWhole(value)) continue;
    throw new ApiError('malformed_request', `${name}: ${JSON.stringify(value).slice(0, 60)} is not a whole number.`, {
      errors: [{ path: name, message: 'must be a whole number' }],
      remedy: `Leave ${name} out, or give it in decimal digits.`,
    });
  }
}

const isWhole = (value: unknown): boolean => typeof value === 'number' || /^-?\d{1,16}$/.test(String(value));

/** The schema without its optional wrappers. */
function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? unwrapped(schema.unwrap()) : schema;
}

function fieldErrors(issue: Issue): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'unknown field' }));
}

/** The problem of the first issue that names its own code. */
function ownProblem(issues: readonly Issue[]): ApiError | undefined {
  for (const issue of issues) {
    const details = issue.code === 'custom' ? IssueDetails.safeParse(issue.params).data : undefined;
    if (details === undefined) continue;
    const [error = { path: '', message: issue.message }] = fieldErrors(issue);
    const where = error.path === '' ? '' : `${shortened(error.path)}: `;
    return new ApiError(details.code, `${where}${error.message}.`, { remedy: details.remedy, errors: [error] });
  }
  return undefined;
}

/** `{}` counts as no body: many clients send it with every POST. */
function bodyOf(request: Request, route: Route): unknown {
  const body: unknown = request.body;
  if (body === undefined && route.media?.request === undefined && hasContent(request)) {
    throw new ApiError('unsupported_media_type', 'The body is not JSON.', {
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
  if (route === undefined) throw new Error('@Input() is used on a method without @Endpoint().');
  const request = context.switchToHttp().getRequest<Request>();
  return parseInput(route, { params: request.params, query: request.query, body: bodyOf(request, route) });
});
