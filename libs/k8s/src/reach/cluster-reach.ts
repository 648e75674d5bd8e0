import type { NodeRef } from '@heddle/runtime';
import type { ClusterContext } from '../cluster-context';
import { readNodeService } from './node-service';
import { PortForward } from './port-forward';

export interface ClusterReachOptions {
  readonly context: Pick<ClusterContext, 'api' | 'name' | 'settings'>;
  /** Told of forwarded connections that broke, for the log: their users only see that they were reset. */
  readonly onError?: (error: unknown) => void;
}

/** How this process reaches the nodes of one cluster. */
export class ClusterReach implements AsyncDisposable {
  readonly #options: ClusterReachOptions;
  readonly #forwards = new Map<string, Promise<PortForward>>();

  constructor(options: ClusterReachOptions) {
    this.#options = options;
  }

  /** `host:port` at which this process reaches a node's port. */
  async dial(node: NodeRef, port: string): Promise<string> {
    const { api } = this.#options.context;
    const target = await readNodeService(api, node, port);
    const key = `${node.chainId}/${node.name}/${port}`;
    const open = this.#forwards.get(key) ?? PortForward.open({ api, node, port: target.port, onError: this.#onError });
    this.#forwards.set(key, open);
    return (await open).address;
  }

  /** Ends what this process listens on. */
  async close(): Promise<void> {
    const forwards = await Promise.all(this.#forwards.values());
    this.#forwards.clear();
    await Promise.all(forwards.map((forward) => forward.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  readonly #onError = (error: unknown): void => this.#options.onError?.(error);
}
