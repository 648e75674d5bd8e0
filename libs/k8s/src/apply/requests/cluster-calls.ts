import type { Manifest } from '@heddle/manifests';
import type { CallOptions } from '@heddle/runtime';
import { ApiRetry } from '../../api-server/api-retry';
import { ifAllowed, ifPresent, isStatus, ApiStatusError } from '../../api-server/api-status-error';
import { sendForJson, sendForText, type ApiRequest } from '../../api-server/send';
import type { ClusterContext } from '../../cluster-context';
import { FIELD_MANAGER } from '../../names';
import { discoverType } from './discover-type';
import type { LiveObject } from './live-object';
import { Progress } from './progress';
import { collectionPath, knownType, objectPath, type ResourceType } from './resource-path';

/** Responses with names, labels and versions only, for lists whose contents do not matter. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
/** Admission webhooks may take 30 s. */
const ANSWER_MS = 35_000;
const APPLY_PATCH = 'application/apply-patch+yaml';

/** How lists are patched: replaced as a whole, or merged item by item where their items have names. */
const PATCH_TYPES = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;
export type PatchType = keyof typeof PATCH_TYPES;

/** Metadata-only lists have null for no items. */
interface ListAnswer<Live> {
  readonly items: readonly Live[] | null;
}

export interface ListQuery {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly contents?: 'whole' | 'metadata';
  /** A rejection means that there are none: the cluster need not have the type. */
  readonly optional?: boolean;
}

export interface DeleteQuery {
  readonly namespace?: string;
  /** Milliseconds that its containers get to stop by themselves. */
  readonly graceMs?: number | undefined;
  /** Delete this very object, not another one that has its name by now. */
  readonly uid?: string;
}

/**
 * The requests of one call of the driver. While the API server is unavailable they wait for it together, and the
 * caller is notified.
 */
export class ClusterCalls {
  readonly context: ClusterContext;
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress;
  readonly #retry: ApiRetry;

  constructor(context: ClusterContext, { signal, report }: CallOptions = {}) {
    this.context = context;
    this.signal = signal;
    this.progress = new Progress(report);
    this.#retry = new ApiRetry(context, {
      signal,
      say: (message) => {
        this.progress.say(message);
      },
    });
  }

  /** Server-side apply with Heddle's field manager, which takes back fields that others have changed. */
  async apply(manifest: Manifest): Promise<LiveObject> {
    const type = await this.#typeOf(manifest);
    return this.#json<LiveObject>({
      method: 'PATCH',
      path: objectPath(type, manifest.metadata.name, manifest.metadata.namespace),
      query: { fieldManager: FIELD_MANAGER, force: 'true' },
      contentType: APPLY_PATCH,
      body: manifest,
    });
  }

  /** Patches an existing object; null removes a field. */
  async patch(
    type: ResourceType,
    { name, namespace }: ObjectName,
    body: unknown,
    patch: PatchType = 'merge',
  ): Promise<LiveObject> {
    return this.#json<LiveObject>({
      method: 'PATCH',
      path: objectPath(type, name, namespace),
      query: { fieldManager: FIELD_MANAGER },
      contentType: PATCH_TYPES[patch],
      body,
    });
  }

  /** Creates an object with a unique name; one that exists was created by an earlier attempt of the same call. */
  async create(type: ResourceType, manifest: Manifest): Promise<void> {
    const path = collectionPath(type, manifest.metadata.namespace);
    try {
      await this.#json({ method: 'POST', path, query: { fieldManager: FIELD_MANAGER }, body: manifest });
    } catch (error) {
      if (!(error instanceof ApiStatusError && error.body.reason === 'AlreadyExists')) throw error;
    }
  }

  /** The object, or undefined when there is none. */
  async find(type: ResourceType, { name, namespace }: ObjectName): Promise<LiveObject | undefined> {
    return ifPresent(this.#json<LiveObject>({ path: objectPath(type, name, namespace) }));
  }

  /** Objects of one type; none when the cluster does not know the type. */
  async list<Live extends LiveObject = LiveObject>(type: ResourceType, query: ListQuery): Promise<readonly Live[]> {
    const { namespace, labelSelector, contents = 'whole', optional = false } = query;
    const list = await (optional ? ifAllowed : ifPresent)(
      this.#json<ListAnswer<Live>>({
        path: collectionPath(type, namespace),
        ...(labelSelector !== undefined && { query: { labelSelector } }),
        ...(contents === 'metadata' && { accept: METADATA_ONLY }),
      }),
    );
    return list?.items ?? [];
  }

  /** Requests the deletion of an object; it may take a while until it is gone. */
  async delete(type: ResourceType, name: string, { namespace, graceMs, uid }: DeleteQuery = {}): Promise<void> {
    const request: ApiRequest = {
      method: 'DELETE',
      path: objectPath(type, name, namespace),
      body: {
        propagationPolicy: 'Background',
        ...(graceMs !== undefined && { gracePeriodSeconds: graceSeconds(graceMs) }),
        ...(uid !== undefined && { preconditions: { uid } }),
      },
    };
    try {
      await ifPresent(this.#json(request));
    } catch (error) {
      // The name belongs to another object by now, so the one that was meant is gone.
      if (!(uid !== undefined && isStatus(error, 409))) throw error;
    }
  }

  /** Sends a custom request with the retries of this call. */
  retrying<Value>(call: () => Promise<Value>): Promise<Value> {
    return this.#retry.call(call);
  }

  /** Text of an object's subresource, such as a pod's log. */
  async text(path: string, query: Readonly<Record<string, string>> = {}): Promise<string> {
    return this.#retry.call(() => sendForText(this.context, { path, query, signal: this.signal }));
  }

  async #typeOf(manifest: Manifest): Promise<ResourceType> {
    const known = knownType(manifest);
    return known ?? discoverType(this.context, manifest, (path) => this.#json({ path }));
  }

  #json<Value>(request: ApiRequest): Promise<Value> {
    const { context, signal } = this;
    const sent = { answerMs: ANSWER_MS, ...request, signal };
    return this.#retry.call(async () => (await sendForJson(context, sent)) as Value);
  }
}

export interface ObjectName {
  readonly name: string;
  readonly namespace?: string;
}

/** Zero would remove the pod from the API before its containers have stopped. */
export function graceSeconds(graceMs: number): number {
  return Math.max(1, Math.ceil(graceMs / 1_000));
}
