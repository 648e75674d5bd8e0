import {
  Delete,
  Get,
  HttpCode,
  Patch,
  Post,
  Put,
  SetMetadata,
  applyDecorators,
  type StreamableFile,
} from '@nestjs/common';
import { API_PREFIX, type ResponseOf, type Route } from '@heddle/contracts';

const ENDPOINT = 'heddle:endpoint';

const METHODS = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete } as const;

/** Streams are files to Nest. */
type Handler<R> = (...parameters: never[]) => Promise<ResponseOf<R> | StreamableFile>;

/**
 * Binds a controller method to its entry in contracts: method, path, status and access all come from there, and the
 * method must return what the entry promises.
 */
export function Endpoint<R extends Route>(
  route: R,
): <H extends Handler<R>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<H>) => void {
  return applyDecorators(
    METHODS[route.method](`${API_PREFIX}${route.path}`),
    HttpCode(route.status),
    SetMetadata(ENDPOINT, route),
  );
}

/** The entry that a controller method was bound to; undefined for a method without one. */
export function endpointOf(handler: object): Route | undefined {
  return Reflect.getMetadata(ENDPOINT, handler) as Route | undefined;
}
