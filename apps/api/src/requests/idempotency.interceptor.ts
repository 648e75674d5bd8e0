import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Route } from '@heddle/contracts';
import type { IdempotentRequest } from '@heddle/data';
import { invalidField } from '../errors/api-error';
import { endpointOf } from '../http/endpoint';
import type { ApiRequest } from '../http/request';
import { Idempotency, requestHash } from './idempotency';

const HEADER = 'idempotency-key';

/** Routes whose answer can be stored. Files are created for each request, and uploads are identified by content. */
export function takesIdempotencyKey({ method, access, media }: Route): boolean {
  return method === 'POST' && access !== 'public' && media === undefined;
}

/** A POST that is sent again under the same Idempotency-Key gets the first answer. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: Idempotency) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = endpointOf(context.getHandler());
    const http = context.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    if (route === undefined || !takesIdempotencyKey(route)) return next.handle();
    const key = request.headers[HEADER];
    if (key === undefined) return next.handle();
    return from(
      this.#once(identified(request, { route, key }), { route, next, response: http.getResponse<Response>() }),
    );
  }

  async #once(
    request: IdempotentRequest,
    { route, next, response }: { route: Route; next: CallHandler; response: Response },
  ): Promise<unknown> {
    const claim = await this.idempotency.claim(request);
    if (claim.claimed === undefined) {
      response.status(claim.stored.status).setHeader('Idempotency-Replayed', 'true');
      return claim.stored.response;
    }
    return this.idempotency.run({ request: claim.claimed, status: route.status }, () =>
      lastValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined }),
    );
  }
}

function identified(request: ApiRequest, { route, key }: { route: Route; key: string | string[] }): IdempotentRequest {
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw invalidField('Idempotency-Key', 'must be 1 to 200 visible ASCII characters, once');
  }
  return {
    userId: request.principal?.userId ?? '',
    key,
    route: `${route.method} ${route.path}`,
    requestHash: requestHash([request.originalUrl, request.body ?? null]),
  };
}
