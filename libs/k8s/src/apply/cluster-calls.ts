import type { Manifest } from '@heddle/manifests';
import type { CallOptions } from '@heddle/runtime';
import type { ClusterContext } from '../cluster-context';
import { FIELD_MANAGER } from '../names';
import { ApiStatusError, ifAllowed, ifPresent } from './api-status-error';
import { discoverType } from './discover-type';
import type { LiveObject } from './live-object';
import { ApiPatience } from './patiently';
import { Progress } from './progress';
import { collectionPath, knownType, objectPath, type ResourceType } from './resource-path';
import { sendRequest, type ApiRequest } from './send-request';

/** Responses with names, labels and versions only, for lists whose contents do not matter. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
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
 * The requests of one call of the driver. They share one patience: while the API server is unavailable they wait for
 * it, and the caller is notified.
 */
export class ClusterCalls {
  readonly context: ClusterContext;
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress;
  readonly #patience: ApiPatience;

  constructor(context: ClusterContext, { signal, report }: CallOptions = {}) {
    this.context = context;
    this.signal = signal;
    this.progress = new Progress(report);
    this.#patience = new ApiPatience(context, {
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
    return ifPresent(this.#json<LiveObject>({ method: 'GET', path: objectPath(type, name, namespace) }));
  }

  /** Objects of one type; none when the cluster does not know the type. */
  async list<Live extends LiveObject = LiveObject>(type: ResourceType, query: ListQuery): Promise<readonly Live[]> {
    const { namespace, labelSelector, contents = 'whole', optional = false } = query;
    const list = await (optional ? ifAllowed : ifPresent)(
      this.#json<ListAnswer<Live>>({
        method: 'GET',
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
      if (!(uid !== undefined && error instanceof ApiStatusError && error.status === 409)) throw error;
    }
  }

  /** Sends a custom request with this call's patience. */
  patiently<Value>(call: () => Promise<Value>): Promise<Value> {
    return this.#patience.call(call);
  }

  /** Text of an object's subresource, such as a pod's log. */
  async text(path: string, query: Readonly<Record<string, string>> = {}): Promise<string> {
    return this.#patience.call(async () => {
      const response = await sendRequest(
        this.context.api,
        this.#withSignal({ method: 'GET', path, query, accept: '*/*' }),
      );
      return response.body.text();
    });
  }

  async #typeOf(manifest: Manifest): Promise<ResourceType> {
    const known = knownType(manifest);
    return known ?? discoverType(this.context, manifest, (path) => this.#json({ method: 'GET', path }));
  }

  #json<Value>(request: ApiRequest): Promise<Value> {
    return this.#patience.call(async () => {
      const response = await sendRequest(this.context.api, this.#withSignal(request));
      return JSON.parse(await response.body.text()) as Value;
    });
  }

  #withSignal(request: ApiRequest): ApiRequest {
    return this.signal === undefined ? request : { ...request, signal: this.signal };
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
