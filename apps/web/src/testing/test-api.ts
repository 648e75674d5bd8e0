import type { Provider } from '@angular/core';
import {
  API_PREFIX,
  PERMISSIONS,
  UserId,
  api,
  type CurrentUser,
  type Problem,
  type Route,
  type Session,
} from '@heddle/contracts';
import { FETCH } from '../app/core/api/transport';

interface SentRequest {
  method: string;
  url: string;
  headers: Headers;
  body: unknown;
}
type Handler = (request: SentRequest) => Response;

/** Answers the console's requests in specs as the contracts describe; what is not expected is a 404. */
export class TestApi {
  readonly requests: SentRequest[] = [];
  readonly #handlers = new Map<string, Handler>();
  #reachable = true;

  readonly provider: Provider = {
    provide: FETCH,
    useValue: (input: string, init: RequestInit = {}) => this.#handle(input, init),
  };

  on(method: string, path: string, body: (request: SentRequest) => unknown): void {
    this.#handlers.set(`${method} ${path}`, (request) => json(body(request), statusOf(method, path)));
  }

  refuse(method: string, path: string, problem: Problem): void {
    this.#handlers.set(`${method} ${path}`, () => json(problem, problem.status));
  }

  answer(method: string, path: string, response: Response): void {
    this.#reachable = true;
    this.#handlers.set(`${method} ${path}`, () => response);
  }

  cut(): void {
    this.#reachable = false;
  }

  asked(method: string, path: string): SentRequest[] {
    return this.requests.filter((request) => request.method === method && pathOf(request.url) === path);
  }

  #handle(url: string, init: RequestInit): Promise<Response> {
    const text = typeof init.body === 'string' ? init.body : null;
    const request = {
      method: init.method ?? 'GET',
      url,
      headers: new Headers(init.headers),
      body: text === null ? init.body : (JSON.parse(text) as unknown),
    };
    this.requests.push(request);
    if (!this.#reachable) return Promise.reject(new TypeError('Failed to fetch'));
    const handler = this.#handlers.get(`${request.method} ${pathOf(url)}`);
    return Promise.resolve(handler?.(request) ?? json(notFound, 404));
  }
}

const notFound: Problem = {
  type: 'about:blank',
  title: 'Not found',
  status: 404,
  code: 'not_found',
  detail: 'Nothing',
};

/** The status that the contract promises for a request. */
function statusOf(method: string, path: string): number {
  const routes: Route[] = Object.values(api).flatMap((resource) => Object.values<Route>(resource));
  const isOf = (route: Route) => new RegExp(`^${route.path.replaceAll(/:\w+/g, '[^/]+')}$`).test(path);
  return routes.find((route) => route.method === method && isOf(route))?.status ?? 200;
}

function pathOf(url: string): string {
  return url.slice(API_PREFIX.length).split('?')[0] ?? '';
}

function json(body: unknown, status: number): Response {
  return new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });
}

export const ada: CurrentUser = {
  id: UserId.parse('00000000-0000-4000-8000-0000000000aa'),
  username: 'ada',
  role: 'admin',
  permissions: [...PERMISSIONS],
};

export function sessionOf(accessToken: string): Session {
  return { accessToken, expiresInSeconds: 900, user: ada };
}
