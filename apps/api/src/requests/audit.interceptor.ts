import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { api, type Route } from '@heddle/contracts';
import { endpointOf } from '../http/endpoint';
import { publicError } from '../http/problem';
import type { ApiRequest } from '../http/request';
import { auditEntry, isAudited } from './audit-entry';
import { AuditLog } from './audit-log';

/** Writes an audit row for every request that changes something, including rejected ones. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(private readonly audit: AuditLog) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = endpointOf(context.getHandler());
    if (route === undefined || !isAudited(route)) return next.handle();
    return from(this.#audited(route, context.switchToHttp().getRequest<ApiRequest>(), next));
  }

  async #audited(route: Route, request: ApiRequest, next: CallHandler): Promise<unknown> {
    try {
      const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      await this.#store(route, request, { code: 'ok', answer });
      return answer;
    } catch (error) {
      await this.#store(route, request, { code: publicError(error)?.code ?? 'internal' });
      throw error;
    }
  }

  /** Transactions have a high rate: their rows are collected, and no request waits for them. */
  async #store(route: Route, request: ApiRequest, outcome: { code: string; answer?: unknown }): Promise<void> {
    const entry = auditEntry(request, { route, ...outcome });
    if (route === api.chaincodes.invoke) this.audit.note(entry);
    else await this.audit.record(entry);
  }
}
