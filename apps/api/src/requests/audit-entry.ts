import { IdentityFormat, api, type Route } from '@heddle/contracts';
import type { NewAudit } from '@heddle/data';
import type { ApiRequest } from '../http/request';

/** POST routes that change nothing. */
const READING: ReadonlySet<Route> = new Set<Route>([
  api.chains.validate,
  api.chaincodes.query,
  api.chaincodes.previewUpgrade,
  api.auth.refresh,
  api.clusters.inspect,
]);

export const isAudited = (route: Route): boolean => route.method !== 'GET' && !READING.has(route);

/** Ids and names only: request bodies may contain secrets. */
export function auditEntry(request: ApiRequest, outcome: { route: Route; code: string; answer?: unknown }): NewAudit {
  const { route, code, answer } = outcome;
  return {
    actor: actorOf(request, route),
    action: `${route.method} ${route.path}`,
    target: targetOf(request, answer),
    address: request.ip?.slice(0, 64) ?? null,
    outcome: code.slice(0, 24),
    detail: detailOf(request, route),
  };
}

/** The format of a download that has several; nothing else of the body is recorded. */
function detailOf({ body }: ApiRequest, route: Route): NewAudit['detail'] {
  if (route !== api.identities.download) return null;
  const { data: format } = IdentityFormat.safeParse(property(body, 'format'));
  return format === undefined ? null : { format };
}

/** The most specific id in the path, otherwise the id of the created entity. */
function targetOf(request: ApiRequest, answer: unknown): string | null {
  const inPath = Object.values(request.params).at(-1);
  if (typeof inPath === 'string') return inPath;
  const made = property(property(answer, 'resource') ?? answer, 'id');
  return typeof made === 'string' ? made : null;
}

/** An unauthenticated caller is recorded with the name of its sign-in attempt, never with another name from a body. */
function actorOf({ principal, body }: ApiRequest, route: Route): string {
  const claimed = route === api.auth.login ? namedIn(body) : undefined;
  return principal?.username ?? claimed ?? 'anonymous';
}

/** The name of a sign-in attempt. */
function namedIn(body: unknown): string | undefined {
  const name = property(body, 'username');
  return typeof name === 'string' ? name.slice(0, 100) : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
