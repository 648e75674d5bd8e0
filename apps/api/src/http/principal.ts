import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ApiRequest, Principal } from './request';

/** The caller; only on routes whose access is not `public`. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<ApiRequest>();
  if (principal === undefined) throw new Error('@Caller() is used on a public route.');
  return principal;
});
