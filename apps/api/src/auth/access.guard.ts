import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Access } from '@heddle/contracts';
import { ApiError } from '../errors/api-error';
import { endpointOf } from '../http/endpoint';
import type { ApiRequest, Principal } from '../http/request';
import { unauthenticated } from './access-tokens';
import { Authenticator } from './authenticator';

/** Lets nobody through whom the route's contracts entry does not name; a method without an entry serves nobody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = endpointOf(context.getHandler());
    if (route === undefined) return false;
    if (route.access === 'public') return true;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const principal = await this.authenticator.authenticate(bearerToken(request.headers.authorization));
    assertAllowed(principal, route.access);
    request.principal = principal;
    return true;
  }
}

/** @throws ApiError `forbidden` */
export function assertAllowed(principal: Principal, access: Access): void {
  if (access === 'public' || access === 'authenticated' || principal.permissions.includes(access)) return;
  throw new ApiError('forbidden', `Your role (${principal.role}) may not do this: it lacks ${access}.`, {
    remedy: 'Ask an administrator for a role with this permission.',
  });
}

/** @throws ApiError `unauthenticated` when there is none */
export function bearerToken(header: string | undefined): string {
  const token = /^Bearer ([\w.-]+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw unauthenticated();
  return token;
}
