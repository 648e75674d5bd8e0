import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import express, { type RequestHandler, type Request, type Response } from 'express';
import { from, mergeMap, type Observable } from 'rxjs';
import { ApiError } from '../errors/api-error';
import { Resources } from '../resources';
import { parseJson } from './json-text';
import { publicError } from './problem';

/** Parses JSON bodies after the access guard, so that the body of an unauthenticated request is never parsed. */
@Injectable()
export class JsonBodyInterceptor implements NestInterceptor {
  readonly #read: RequestHandler;

  constructor(resources: Resources) {
    this.#read = express.raw({ type: 'application/json', limit: resources.settings.http.bodyLimit });
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return from(this.#body(http.getRequest<Request>(), http.getResponse<Response>())).pipe(
      mergeMap(() => next.handle()),
    );
  }

  /** @throws ApiError `malformed_request`, `payload_too_large`, `unsupported_media_type` */
  async #body(request: Request, response: Response): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      void this.#read(request, response, (error?: unknown) => {
        if (error === undefined) resolve();
        else reject(refused(error));
      });
    });
    if (!Buffer.isBuffer(request.body)) return;
    const json = request.body;
    request.body = undefined;
    checkCharset(request);
    request.body = parseJson(json);
  }
}

/** Converts rejections to problems here, while size and limit are known. */
function refused(error: unknown): Error {
  return publicError(error) ?? (error instanceof Error ? error : new Error(String(error)));
}

/** JSON is exchanged in UTF-8 (RFC 8259, 8.1). */
function checkCharset({ headers }: Request): void {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(charset)) return;
  throw new ApiError(
    'unsupported_media_type',
    `The charset ${JSON.stringify(charset.slice(0, 40))} is not supported.`,
    {
      remedy: 'Send JSON in UTF-8.',
    },
  );
}
