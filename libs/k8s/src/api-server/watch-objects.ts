import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ClusterUnreachableError } from '../access/errors';
import type { ClusterContext } from '../cluster-context';
import { ApiStatusError, isStatus } from './api-status-error';
import { hearFrom } from './last-heard';
import { linesOf, StreamBrokenError } from './lines';
import { getJson, openStream } from './read';

export type WatchChange<Item> =
  { readonly type: 'set'; readonly object: Item } | { readonly type: 'deleted'; readonly object: Item };

export interface WatchOptions<Item> {
  /** Path of the collection at the API server. */
  readonly path: string;
  /** `labelSelector`, `fieldSelector`. */
  readonly query?: Readonly<Record<string, string>>;
  /** With `metadata` the server sends names, labels and versions only. */
  readonly contents?: 'whole' | 'metadata';
  readonly schema: z.ZodType<Item>;
  /** Ends the watch; nothing stays open after it. */
  readonly signal: AbortSignal;
  /** All objects: at the beginning, and again when the server no longer has the changes since. */
  readonly onList: (items: readonly Item[]) => void;
  readonly onChange: (change: WatchChange<Item>) => void;
  /** The connection broke, the API server does not respond, or it responds again. */
  readonly onConnection?: (connection: WatchConnection) => void;
  /** Seconds until the server ends the stream, for tests; it is reopened at once. */
  readonly streamSeconds?: number;
}

/** A watch that is `interrupted` connects again at once; it is `away` when that fails. */
export type WatchConnection =
  { readonly type: 'up' | 'interrupted' } | { readonly type: 'away'; readonly error: Error };

/**
 * The server ends a stream after this time and sends a bookmark just before, so that even on a quiet resource the
 * next one starts where this one ended.
 */
const STREAM_SECONDS = 1_800;
const GRACE_MS = 10_000;
/** The server sends the header of a stream at once. */
const ANSWER_MS = 10_000;
const METADATA_ONLY = {
  list: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  watch: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
} as const;
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
  /** What was reported last. */
  #connection: WatchConnection['type'] = 'up';

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
    const accept = this.#accept('list');
    const list = List.parse(await getJson(this.context, { path, ...(query && { query }), signal, accept }));
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
      answerMs: ANSWER_MS,
      accept: this.#accept('watch'),
    });
    this.#isUp();
    for await (const line of linesOf(stream)) this.#take(Message.parse(JSON.parse(line)));
  }

  #take({ type, object }: z.infer<typeof Message>): void {
    const { schema, onChange } = this.options;
    hearFrom(this.context.api);
    if (type === 'ERROR')
      throw new ApiStatusError(object.code ?? 500, { message: object.message ?? 'The watch was ended.' });
    this.#version = object.metadata?.resourceVersion ?? this.#version;
    if (type === 'BOOKMARK') return;
    onChange({ type: type === 'DELETED' ? 'deleted' : 'set', object: schema.parse(object) });
  }

  #isUp(): void {
    this.#failures = 0;
    this.#report({ type: 'up' });
  }

  #report(connection: WatchConnection): void {
    if (connection.type !== this.#connection) this.options.onConnection?.(connection);
    this.#connection = connection.type;
  }

  #accept(request: keyof typeof METADATA_ONLY): string | undefined {
    return this.options.contents === 'metadata' ? METADATA_ONLY[request] : undefined;
  }

  /** Continues after transient errors; throws others. A first break is no outage: restarting servers end streams. */
  async #recover(error: unknown): Promise<void> {
    this.options.signal.throwIfAborted();
    if (isStatus(error, 410, 500)) {
      this.#version = undefined;
    } else if (!isBroken(error)) {
      throw error;
    }
    this.#failures += 1;
    if (this.#failures === 1) {
      this.#report({ type: 'interrupted' });
      return;
    }
    if (isBroken(error)) {
      this.#report({ type: 'away', error });
      // Readers of a server that is back get what it has then, without a moment of what it had before.
      this.#version = undefined;
    }
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
