import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Route } from '@heddle/contracts';
import { tap, type Observable } from 'rxjs';
import { ApiError } from '../errors/api-error';
import { Resources } from '../resources';
import { endpointOf } from './endpoint';
import { brokenPromise } from './response-check';

/** Compares every answer with its contract. Tests get a violation as an error, developers in the log. */
@Injectable()
export class ResponseCheckInterceptor implements NestInterceptor {
  constructor(private readonly resources: Resources) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = endpointOf(context.getHandler());
    if (route === undefined || this.resources.settings.production) return next.handle();
    return next.handle().pipe(
      tap((answer: unknown) => {
        this.#check(route, answer);
      }),
    );
  }

  #check(route: Route, answer: unknown): void {
    const broken = brokenPromise(route, answer);
    if (broken === undefined) return;
    this.resources.log.error({ route: `${route.method} ${route.path}` }, broken);
    if (this.resources.settings.environment === 'test') throw new ApiError('internal', broken);
  }
}
