import { isTooOld, type Freshness, type NodeObservation } from '@heddle/runtime';
import type { LocalContext } from '../local-context';
import { CpuMeter } from './cpu-meter';
import type { KnownNode } from './node-list';
import { NodeMemory } from './node-memory';
import { observeAgain, observeNode } from './observe-node';

/** Observes nodes, and remembers what it saw of those that run. */
export class NodeObserver {
  readonly #context: LocalContext;
  readonly #meter = new CpuMeter();
  readonly #seen: NodeMemory<NodeObservation>;

  constructor(context: LocalContext) {
    this.#context = context;
    this.#seen = new NodeMemory(context.table);
  }

  /** @param maxAgeMs as in `StatusOptions` */
  observe(nodes: readonly KnownNode[], maxAgeMs: number): Promise<NodeObservation[]> {
    return Promise.all(nodes.map((node, index) => this.#observe(node, { maxAgeMs, phase: index / nodes.length })));
  }

  async #observe(node: KnownNode, freshness: Freshness): Promise<NodeObservation> {
    const known = this.#seen.recall(node.folder);
    if (known !== undefined && !isTooOld(known.at, Date.now(), freshness)) return known.value;
    const [context, meter] = [this.#context, this.#meter];
    return this.#seen.learn(
      node.folder,
      () => (known === undefined ? observeNode(node, context, meter) : observeAgain(node, known.value, context, meter)),
      ({ state, pid }) => (state === 'running' ? pid : null),
    );
  }
}
