import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Access, Route } from '@heddle/contracts';
import { ApiError } from '../errors/api-error';
import { endpointOf } from '../http/endpoint';
import { publicError } from '../http/problem';
import type { ApiRequest, Principal } from '../http/request';
import { auditEntry, isAudited } from '../requests/audit-entry';
import { AuditLog } from '../requests/audit-log';
import { unauthenticated } from './access-tokens';
import { Authenticator } from './authenticator';

/** Admits only callers that the route's contracts entry names. A method without an entry admits no caller. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly audit: AuditLog,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = endpointOf(context.getHandler());
    if (route === undefined) return false;
    if (route.access === 'public') return true;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    try {
      request.principal = await this.authenticator.authenticate(bearerToken(request.headers.authorization));
      assertAllowed(request.principal, route.access);
      return true;
    } catch (error) {
      if (isAudited(route)) this.#note(route, request, error);
      throw error;
    }
  }

  /**
   * Interceptors do not see requests that stop here. Unauthenticated requests may be many, so no request waits for its
   * row.
   */
  #note(route: Route, request: ApiRequest, error: unknown): void {
    this.audit.note(auditEntry(request, { route, code: publicError(error)?.code ?? 'internal' }));
  }
}

/** @throws ApiError `forbidden` */
export function assertAllowed(principal: Principal, access: Access): void {
  if (access === 'public' || access === 'authenticated' || principal.permissions.includes(access)) return;
  throw new ApiError(
    'forbidden',
    `Your role (${principal.role}) does not allow this: it lacks the permission ${access}.`,
    {
      remedy: 'Ask an administrator for a role with this permission.',
    },
  );
}

/** @throws ApiError `unauthenticated` if there is none */
export function bearerToken(header: string | undefined): string {
  const token = /^Bearer ([\w.-]+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw unauthenticated();
  return token;
}
