import { z } from 'zod';
import { AWAY_MS, awayError } from '../../api-server/api-away';
import { watchObjects, type WatchConnection } from '../../api-server/watch-objects';
import type { ClusterCalls } from './cluster-calls';
import type { LiveObject } from './live-object';
import { collectionPath, type ResourceType } from './resource-path';

export interface WatchUntilOptions {
  readonly type: ResourceType;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** What is still waited for, in words, or null when the wait is over; called after every change. */
  readonly waitingFor: (objects: readonly LiveObject[]) => string | null;
  /** Ends a wait that takes too long with an error of the caller's. */
  readonly deadline?: { readonly ms: number; readonly error: (waitingFor: string) => Error };
}

const Live = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    deletionTimestamp: z.string().optional(),
  }),
});

/** Follows objects of one type until nothing is waited for any more, and reports on the way what is. */
export async function watchUntil(calls: ClusterCalls, options: WatchUntilOptions): Promise<void> {
  const { type, namespace, labelSelector, fieldSelector } = options;
  const wait = new Wait(calls, options);
  try {
    await watchObjects(calls.context, {
      path: collectionPath(type, namespace),
      query: {
        ...(labelSelector !== undefined && { labelSelector }),
        ...(fieldSelector !== undefined && { fieldSelector }),
      },
      schema: Live as z.ZodType<LiveObject>,
      signal: wait.signal,
      onList: (items) => {
        wait.replace(items);
      },
      onChange: (change) => {
        wait.change(change.object, change.type);
      },
      onConnection: (connection) => {
        wait.connection(connection);
      },
    });
  } catch (error) {
    if (!wait.signal.aborted) throw error;
  } finally {
    wait.close();
  }
  wait.outcome();
}

class Wait {
  readonly signal: AbortSignal;
  readonly #end = new AbortController();
  readonly #objects = new Map<string, LiveObject>();
  #said = '';
  #failure: Error | undefined;
  #clock: NodeJS.Timeout | undefined;
  readonly #deadline: NodeJS.Timeout | undefined;

  constructor(
    private readonly calls: ClusterCalls,
    private readonly options: Pick<WatchUntilOptions, 'waitingFor' | 'deadline'>,
  ) {
    const { deadline } = options;
    if (deadline !== undefined)
      this.#deadline = setTimeout(() => {
        this.#fail(deadline.error(this.#said));
      }, deadline.ms);
    this.signal = calls.signal === undefined ? this.#end.signal : AbortSignal.any([this.#end.signal, calls.signal]);
  }

  replace(items: readonly LiveObject[]): void {
    this.#objects.clear();
    for (const item of items) this.#objects.set(item.metadata.uid, item);
    this.#look();
  }

  change(object: LiveObject, type: 'set' | 'deleted'): void {
    if (type === 'deleted') this.#objects.delete(object.metadata.uid);
    else this.#objects.set(object.metadata.uid, object);
    this.#look();
  }

  connection(connection: WatchConnection): void {
    clearInterval(this.#clock);
    if (connection.type !== 'away' || this.signal.aborted) return;
    const since = performance.now();
    this.#clock = setInterval(() => {
      const waitedMs = performance.now() - since;
      this.calls.progress.say(`The cluster's API server does not answer; waiting (${Math.round(waitedMs / 1_000)} s)`);
      if (waitedMs >= AWAY_MS) this.#fail(awayError(this.calls.context.name, { waitedMs, cause: connection.error }));
    }, 1_000);
  }

  close(): void {
    clearInterval(this.#clock);
    clearTimeout(this.#deadline);
    this.#end.abort();
  }

  /** Throws the error that ended the wait, unless it ended well. */
  outcome(): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.calls.signal?.throwIfAborted();
  }

  #look(): void {
    const message = this.options.waitingFor([...this.#objects.values()]);
    if (message === null) this.#end.abort();
    else if (message !== this.#said) this.calls.progress.say(message);
    this.#said = message ?? '';
  }

  #fail(error: Error): void {
    this.#failure = error;
    this.#end.abort();
  }
}
