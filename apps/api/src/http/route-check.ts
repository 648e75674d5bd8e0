import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { api, type Route } from '@heddle/contracts';
import { endpointOf } from './endpoint';

/** Nest's own key for the path of a handler (`PATH_METADATA` in @nestjs/common/constants). */
const NEST_PATH = 'path';

export class RouteCheckError extends Error {
  override readonly name = 'RouteCheckError';
}

interface Handler {
  readonly label: string;
  readonly route: Route | undefined;
}

export function contractRoutes(): Route[] {
  return Object.values(api).flatMap((group) => Object.values(group) as Route[]);
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

function handlersOf(controller: Type): Handler[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((key) => {
    const value = key === 'constructor' ? undefined : prototype[key];
    if (typeof value !== 'function' || !Reflect.hasMetadata(NEST_PATH, value)) return [];
    return [{ label: `${controller.name}.${key}`, route: endpointOf(value) }];
  });
}

/**
 * Compares the controllers with contracts in both directions.
 *
 * @throws RouteCheckError with each route without an entry, and each entry without exactly one controller method
 */
export function checkRoutes(controllers: readonly Type[], routes: readonly Route[] = contractRoutes()): void {
  const handlers = controllers.flatMap(handlersOf);
  const problems = handlers
    .filter(({ route }) => route === undefined || !routes.includes(route))
    .map(({ label }) => `${label} serves a route that contracts do not describe`);
  for (const route of routes) {
    const bound = handlers.filter((handler) => handler.route === route);
    if (bound.length === 0) problems.push(`${nameOf(route)} has no controller`);
    if (bound.length > 1) problems.push(`${nameOf(route)} has ${String(bound.length)} controllers`);
  }
  if (problems.length > 0) throw new RouteCheckError(`The API cannot start: ${problems.join('; ')}.`);
}

/** All controller classes of the application. */
export function controllersOf(modules: ModulesContainer): Type[] {
  return [...modules.values()].flatMap((module) =>
    [...module.controllers.values()].flatMap(({ metatype }) =>
      typeof metatype === 'function' ? [metatype as Type] : [],
    ),
  );
}
