import type { NodeRef } from '@heddle/runtime';
import { PortForward, type PortForwardOptions } from './port-forward';
import type { Route } from './route';

/** The listeners of this process, one for each requested port of a node. */
export class ForwardedPorts {
  readonly #onError: PortForwardOptions['onError'];
  readonly #forwards = new Map<string, Promise<PortForward>>();

  constructor(onError: PortForwardOptions['onError']) {
    this.#onError = onError;
  }

  readonly route: Route = async ({ api, node, port }) => {
    const key = keyOf(node, port.name ?? '');
    const forward = this.#forwards.get(key) ?? PortForward.open({ api, node, port, onError: this.#onError });
    this.#forwards.set(key, forward);
    return { type: 'proven', address: (await forward).address };
  };

  /** Closes the listener for a port of a node that no longer exists. */
  async forget(node: NodeRef, port: string): Promise<void> {
    const key = keyOf(node, port);
    const forward = this.#forwards.get(key);
    this.#forwards.delete(key);
    await (await forward)?.close();
  }

  async close(): Promise<void> {
    const forwards = await Promise.all(this.#forwards.values());
    this.#forwards.clear();
    await Promise.all(forwards.map((forward) => forward.close()));
  }
}

const keyOf = ({ chainId, name }: NodeRef, port: string) => `${chainId}/${name}/${port}`;
