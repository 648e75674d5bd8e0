import type { Request } from 'express';

/** The route's pattern instead of the path: ids would create a metric series each. */
export function routeOf(request: Request): string {
  const route: unknown = request.route;
  if (typeof route !== 'object' || route === null || !('path' in route)) return 'other';
  return typeof route.path === 'string' ? route.path : 'other';
}
