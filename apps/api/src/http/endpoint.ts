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
 * Binds a controller method to its entry in contracts: method, path, status and access come from the entry, and the
 * method must return the answer that the entry declares.
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

/** The entry of a controller method; undefined for a method without one. */
export function endpointOf(handler: object): Route | undefined {
  return Reflect.getMetadata(ENDPOINT, handler) as Route | undefined;
}
