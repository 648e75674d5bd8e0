import { z } from 'zod';
import type { Permission } from './permissions';

export const API_PREFIX = '/api/v1';

/** `public` needs no sign-in, `authenticated` any signed-in user; all others are permissions of the user's role. */
export type Access = Permission | 'public' | 'authenticated';

type Shape = z.ZodObject;

/** Media types of files that routes return. */
export type ResponseMedia = 'application/gzip' | 'application/octet-stream' | 'application/zip' | 'text/plain';

/** One REST route: the single definition that the API serves, the OpenAPI page shows and clients call. */
export interface Route<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path below API_PREFIX, with parameters as `:name`. */
  path: string;
  access: Access;
  tag: string;
  summary: string;
  status: 200 | 201 | 202 | 204;
  params: Params;
  query: Query;
  /** `z.undefined()` if the route has none. */
  body: Body;
  response: Response;
  /** The media type if it is not JSON. */
  media?: {
    request?: 'multipart/form-data';
    response?: ResponseMedia;
    /** An endless stream of `response`s; the client selects the format with `Accept`. */
    stream?: readonly StreamMedia[];
  };
}

export type StreamMedia = 'application/x-ndjson' | 'text/event-stream';

export type ParamsOf<R> = R extends Route<infer Params> ? z.infer<Params> : never;
export type QueryOf<R> = R extends Route<Shape, infer Query> ? z.infer<Query> : never;
export type BodyOf<R> = R extends Route<Shape, Shape, infer Body> ? z.infer<Body> : never;
/** The body as a client may send it: fields with defaults are optional. */
export type BodyInputOf<R> = R extends Route<Shape, Shape, infer Body> ? z.input<Body> : never;
export type QueryInputOf<R> = R extends Route<Shape, infer Query> ? z.input<Query> : never;
export type ResponseOf<R> = R extends Route<Shape, Shape, z.ZodType, infer Response> ? z.infer<Response> : never;

/** The parsed input of a route, as passed to a controller. */
export interface InputOf<R> {
  params: ParamsOf<R>;
  query: QueryOf<R>;
  body: BodyOf<R>;
}

const nothing = z.strictObject({});
const noBody = z.undefined();

interface RouteOptions<Params extends Shape, Query extends Shape, Body extends z.ZodType, Response extends z.ZodType> {
  access: Access;
  tag: string;
  summary: string;
  response: Response;
  status?: Route['status'];
  params?: Params;
  query?: Query;
  body?: Body;
  media?: NonNullable<Route['media']>;
}

/** `route('POST /chains', {...})`; fills in the defaults of a route. */
export function route<
  Response extends z.ZodType,
  Params extends Shape = typeof nothing,
  Query extends Shape = typeof nothing,
  Body extends z.ZodType = typeof noBody,
>(
  endpoint: `${Route['method']} /${string}`,
  options: RouteOptions<Params, Query, Body, Response>,
): Route<Params, Query, Body, Response> {
  const [method, path] = endpoint.split(' ') as [Route['method'], string];
  const { access, tag, summary, response, status = 200, media } = options;
  return {
    method,
    path,
    access,
    tag,
    summary,
    status,
    response,
    params: (options.params ?? nothing) as Params,
    query: (options.query ?? nothing) as Query,
    body: (options.body ?? noBody) as Body,
    ...(media === undefined ? {} : { media }),
  };
}
