import { API_PREFIX, api, type Route } from '@heddle/contracts';
import { contractRoutes } from '../http/route-check';

/**
 * Statuses of every request: it is malformed, too large, in another format or invalid; the server fails, or its
 * database or Redis does not answer.
 */
const EVERY = [400, 413, 415, 422, 500, 503] as const;

/** Statuses that follow from the kind of a route. */
const RULES: readonly { readonly statuses: readonly number[]; readonly of: (route: Route) => boolean }[] = [
  { statuses: [304], of: ({ method, media }) => method === 'GET' && media?.stream === undefined },
  { statuses: [401], of: ({ access }) => access !== 'public' },
  { statuses: [403], of: ({ access }) => access !== 'public' && access !== 'authenticated' },
  // A name in the path does not exist.
  { statuses: [404], of: ({ path }) => path.includes(':') },
  // The chain, or something in it, is in the wrong state, or another request was faster.
  { statuses: [409], of: ({ method, path }) => method !== 'GET' || path.startsWith('/chains/:chainId/') },
  // The entity was changed since it was read.
  { statuses: [412], of: ({ method, path }) => method !== 'GET' && path.includes(':') },
  // The route calls nodes.
  { statuses: [502, 504], of: ({ path }) => /\/(channels\/:channelId|nodes\/:nodeId)/.test(path) },
  // The route calls a cluster.
  { statuses: [502], of: ({ path }) => path.startsWith('/clusters') },
];

/** Statuses of single routes. */
const OWN: ReadonlyMap<Route, readonly number[]> = new Map<Route, readonly number[]>([
  [api.auth.login, [401, 429]],
  [api.auth.refresh, [401]],
  [api.chaincodes.events, [429]],
]);

/** The documented statuses of a route in ascending order; it answers with no other. */
export function declaredStatuses(route: Route): readonly number[] {
  const ruled = RULES.filter(({ of }) => of(route)).flatMap(({ statuses }) => statuses);
  const all = new Set([route.status, ...EVERY, ...ruled, ...(OWN.get(route) ?? [])]);
  return [...all].sort((one, other) => one - other);
}

const DECLARED = new Map(
  contractRoutes().map((route) => [`${route.method} ${API_PREFIX}${route.path}`, declaredStatuses(route)]),
);

/** Whether a route of contracts, given by its method and its Express pattern, answered with an undeclared status. */
export function isUndeclared(route: string, status: number): boolean {
  return DECLARED.get(route)?.includes(status) === false;
}
