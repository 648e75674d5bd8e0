import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ClusterUnreachableError } from '../access/errors';
import type { ClusterContext } from '../cluster-context';
import { ApiAnswerError, getJson, linesOf, openStream, StreamBrokenError } from './api-stream';

export type WatchChange<Item> =
  { readonly type: 'set'; readonly object: Item } | { readonly type: 'deleted'; readonly object: Item };

export interface WatchOptions<Item> {
  /** Path of the collection at the API server. */
  readonly path: string;
  /** `labelSelector`, `fieldSelector`. */
  readonly query?: Readonly<Record<string, string>>;
  readonly schema: z.ZodType<Item>;
  /** Ends the watch; nothing stays open after it. */
  readonly signal: AbortSignal;
  /** All objects: at the beginning, and again when the server no longer has the changes since. */
  readonly onList: (items: readonly Item[]) => void;
  readonly onChange: (change: WatchChange<Item>) => void;
  /** The API server does not respond, or responds again. */
  readonly onConnection?: (connection: WatchConnection) => void;
  /** Seconds until the server ends the stream, for tests; it is reopened at once. */
  readonly streamSeconds?: number;
}

export type WatchConnection = { readonly type: 'up' } | { readonly type: 'away'; readonly error: Error };

/**
 * The server ends a stream after this time and sends a bookmark just before, so that even on a quiet resource the
 * next one starts where this one ended, and a server that hangs is noticed.
 */
const STREAM_SECONDS = 45;
const GRACE_MS = 10_000;
const LONGEST_PAUSE_MS = 2_000;
/** A stream that ends sooner than this is not reopened at once: something in between cuts it off. */
const SHORT_STREAM_MS = 1_000;

const List = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  items: z.array(z.unknown()).nullish(),
});
const Message = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.looseObject({
    code: z.int().optional(),
    message: z.string().optional(),
    metadata: z.looseObject({ resourceVersion: z.string().optional() }).optional(),
  }),
});

class ObjectWatch<Item> {
  /** The last resource version seen; without it everything is listed again. */
  #version: string | undefined;
  #failures = 0;
  #away = false;

  constructor(
    private readonly context: ClusterContext,
    private readonly options: WatchOptions<Item>,
  ) {}

  async run(): Promise<void> {
    const { signal } = this.options;
    while (!signal.aborted) {
      await this.#pass()
        .catch((error: unknown) => this.#recover(error))
        .catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
    }
  }

  async #pass(): Promise<void> {
    this.#version ??= await this.#list();
    const begun = performance.now();
    await this.#follow(this.#version);
    if (performance.now() - begun < SHORT_STREAM_MS) await this.#pause(SHORT_STREAM_MS);
  }

  async #list(): Promise<string> {
    const { path, query, schema, signal, onList } = this.options;
    const list = List.parse(await getJson(this.context, { path, ...(query && { query }), signal }));
    this.#isUp();
    onList((list.items ?? []).map((item) => schema.parse(item)));
    return list.metadata.resourceVersion;
  }

  async #follow(resourceVersion: string): Promise<void> {
    const { path, query, signal, streamSeconds = STREAM_SECONDS } = this.options;
    const stream = await openStream(this.context, {
      path,
      query: {
        ...query,
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion,
        timeoutSeconds: String(streamSeconds),
      },
      signal,
      silenceMs: streamSeconds * 1_000 + GRACE_MS,
    });
    this.#isUp();
    for await (const line of linesOf(stream)) this.#take(Message.parse(JSON.parse(line)));
  }

  #take({ type, object }: z.infer<typeof Message>): void {
    const { schema, onChange } = this.options;
    if (type === 'ERROR') throw new ApiAnswerError(object.code ?? 500, object.message ?? 'The watch was ended.');
    this.#version = object.metadata?.resourceVersion ?? this.#version;
    if (type === 'BOOKMARK') return;
    onChange({ type: type === 'DELETED' ? 'deleted' : 'set', object: schema.parse(object) });
  }

  #isUp(): void {
    this.#failures = 0;
    if (this.#away) this.options.onConnection?.({ type: 'up' });
    this.#away = false;
  }

  /** Continues after transient errors; throws others. A first break is not reported: restarting servers end streams. */
  async #recover(error: unknown): Promise<void> {
    this.options.signal.throwIfAborted();
    if (error instanceof ApiAnswerError && [410, 500].includes(error.code)) {
      this.#version = undefined;
    } else if (!isBroken(error)) {
      throw error;
    }
    this.#failures += 1;
    if (this.#failures === 1) return;
    if (!this.#away && !(error instanceof ApiAnswerError)) this.options.onConnection?.({ type: 'away', error });
    this.#away ||= !(error instanceof ApiAnswerError);
    await this.#pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** this.#failures));
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.options.signal });
  }
}

/** The connection could not be made, or broke in the middle. */
function isBroken(error: unknown): error is Error {
  return error instanceof ClusterUnreachableError || error instanceof StreamBrokenError;
}

/**
 * Lists the objects of a collection and follows their changes until the signal ends it. Breaks of the connection, the
 * server's own time limits and a server that is unavailable for a while are tolerated: each change arrives, or is in
 * the next list. Rejects when the cluster refuses (`ClusterRefusedError`).
 */
export async function watchObjects<Item>(context: ClusterContext, options: WatchOptions<Item>): Promise<void> {
  await new ObjectWatch(context, options).run();
}
