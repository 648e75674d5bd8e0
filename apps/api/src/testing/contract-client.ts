import {
  LivePayload,
  operationRoom,
  Problem,
  api as routes,
  type BodyInputOf,
  type Operation,
  type OperationEvent,
  type ParamsOf,
  type QueryInputOf,
  type ResponseOf,
  type Route,
} from '@heddle/contracts';
import { until, type Answer, type ApiUnderTest } from './api-under-test';

/** The input of a route; `upload` is sent as the form's file. */
export interface Question<R> {
  readonly params?: ParamsOf<R>;
  readonly query?: QueryInputOf<R>;
  readonly body?: BodyInputOf<R>;
  readonly upload?: Uint8Array<ArrayBuffer>;
}

const FINAL: readonly string[] = ['succeeded', 'failed', 'cancelled', 'rolled_back'];
const PATIENCE_MS = 45_000;

/** A client that is derived from contracts alone and checks every answer against them. */
export class ContractClient {
  constructor(private readonly api: ApiUnderTest) {}

  /** @throws Error if the answer does not match contracts */
  async ask<R extends Route>(route: R, question: Question<R> = {}): Promise<ResponseOf<R>> {
    const { status, body } = await this.#send(route, question);
    const what = `${route.method} ${pathOf(route, question)}`;
    if (status !== route.status) throw new Error(`${what} answered ${String(status)}: ${JSON.stringify(body)}`);
    return route.response.parse(status === 204 ? undefined : body) as ResponseOf<R>;
  }

  /** The error of a request that must fail. */
  async refusal<R extends Route>(route: R, question: Question<R> = {}): Promise<Problem> {
    const { status, body } = await this.#send(route, question);
    const problem = Problem.parse(body);
    expect(problem.status).toBe(status);
    return problem;
  }

  /** Waits for the end of an operation. */
  async ended({ id }: Pick<Operation, 'id'>): Promise<Operation> {
    const get = () => this.ask(routes.operations.get, { params: { operationId: id } });
    let operation = await get();
    await until(async () => FINAL.includes((operation = await get()).state), PATIENCE_MS);
    return operation;
  }

  /** Waits for the success of accepted work; fails with the operation's error. */
  async succeeded<Resource>(accepted: { resource: Resource; operation: Operation }): Promise<Resource> {
    const { kind, state, error } = await this.ended(accepted.operation);
    if (state !== 'succeeded') throw new Error(`${kind} ${state}: ${JSON.stringify(error)}`);
    return accepted.resource;
  }

  /** Follows an operation on the live feed from its first event to its end. */
  async followed({ id }: Pick<Operation, 'id'>): Promise<OperationEvent[]> {
    const socket = await this.api.socket();
    const events: OperationEvent[] = [];
    socket.on('event', ({ payload }) => {
      const parsed = LivePayload.parse(payload);
      if (parsed.topic === 'operation.event') events.push(parsed.event);
    });
    const ack = await socket.emitWithAck('subscribe', { room: operationRoom(id), since: 0 });
    expect(ack).toMatchObject({ ok: true });
    await until(() => FINAL.includes(events.at(-1)?.state ?? ''), PATIENCE_MS);
    socket.disconnect();
    return events;
  }

  #send<R extends Route>(route: R, question: Question<R>): Promise<Answer> {
    const body = question.upload === undefined ? question.body : formOf(question.upload);
    return this.api.call(route.method, pathOf(route, question), { body });
  }
}

function pathOf<R extends Route>({ path }: R, { params, query }: Question<R>): string {
  const values = params as Record<string, string> | undefined;
  const filled = path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(values?.[name] ?? ''));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries((query ?? {}) as Record<string, unknown>)) search.set(key, String(value));
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}

function formOf(file: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.append('file', new Blob([file]), 'source.tar.gz');
  return form;
}
