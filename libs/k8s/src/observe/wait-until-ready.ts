import {
  ChaincodeCrashedError,
  NodeFailedError,
  NodeNotReadyError,
  NodeUnknownError,
  type NodeSelector,
  type RuntimeError,
  type WaitOptions,
} from '@heddle/runtime';
import { AWAY_MS, awayError } from '../api-server/api-away';
import type { ClusterContext } from '../cluster-context';
import type { ChainFeed } from './chain-feed';
import {
  ImageUnavailableError,
  QuotaExceededError,
  UnschedulableError,
  VolumePendingError,
  VolumeUnavailableError,
} from './errors';
import { EvidenceGatherer, type ExplainedNode } from './gather-evidence';
import { nodesOf } from './node-view';
import { Patience, type PatienceMs } from './patience';
import { afterName, type Trouble } from './reasons/node-reason';

export interface KubernetesWaitOptions extends WaitOptions {
  /** Milliseconds until a doubtful reason counts as final; see `DEFAULT_PATIENCE_MS`. */
  readonly patience?: Partial<PatienceMs>;
}

export interface WaitContext {
  readonly context: ClusterContext;
  /** Of the chain. */
  readonly feed: ChainFeed;
}

/** Pulling an image, or controllers that catch up after an outage, may take minutes; what is hopeless fails sooner. */
const TIMEOUT_MS = 300_000;
const AWAY = "The cluster's API server does not answer; waiting";

export interface FailedNode {
  readonly node: { readonly name: string };
  readonly lastLines: readonly string[];
}

/** The error to report for a node when waiting for it ends. */
export function errorOf({ node, lastLines }: FailedNode, { code, sentence }: Trouble): RuntimeError {
  switch (code) {
    case 'image_unavailable':
      return new ImageUnavailableError(node.name, sentence);
    case 'unschedulable':
      return new UnschedulableError(node.name, sentence);
    case 'quota_exceeded':
      return new QuotaExceededError(node.name, sentence);
    case 'volume_pending':
      return new VolumePendingError(node.name, sentence);
    case 'volume_unavailable':
      return new VolumeUnavailableError(node.name, sentence);
    case 'chaincode_crashed':
      return new ChaincodeCrashedError(node.name, whatHappened(sentence), lastLines);
    case 'node_failed':
    case 'node_not_ready':
      return new NodeFailedError(node.name, whatHappened(sentence), lastLines);
  }
}

/** Rephrases `The container ended by itself.` to follow a node: `did not start: the container ended by itself`. */
function whatHappened(sentence: string): string {
  return afterName('did not start', sentence);
}

/** `3 of 3 orderers ready` or, with the first missing node, `2 of 3 nodes ready, peer0-org1: image x cannot be ...`. */
function sentenceFor(nodes: readonly ExplainedNode[], missing: readonly string[]): string {
  const kinds = new Set(nodes.map(({ node }) => node.kind));
  const [kind] = kinds.size === 1 ? kinds : ['node'];
  const what = kind === 'chaincode' ? 'chaincode servers' : `${kind ?? 'node'}s`;
  return [`${nodes.length - missing.length} of ${nodes.length} ${what} ready`, ...missing.slice(0, 1)].join(', ');
}

function missingOf({ node, reason }: ExplainedNode): string[] {
  if (reason.state === 'running') return [];
  return [afterName(node.name, reason.sentence ?? `It is ${reason.state}.`)];
}

/** One wait: checks every change, and ends with all ready or the first node that cannot become ready. */
class Wait {
  readonly #feed: ChainFeed;
  readonly #gatherer: EvidenceGatherer;
  readonly #patience: Patience;
  readonly #timeoutMs: number;
  readonly #cluster: string;
  #deadline: number;
  #said = '';
  #missing: string[] = ['nothing is known of the nodes yet'];

  #revision = 0;

  constructor(
    { context, feed }: WaitContext,
    private readonly selector: NodeSelector,
    private readonly options: KubernetesWaitOptions,
  ) {
    this.#cluster = context.name;
    this.#feed = feed;
    this.#gatherer = new EvidenceGatherer(context, selector.chainId, options.signal);
    this.#patience = new Patience(options.patience);
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#deadline = performance.now() + this.#timeoutMs;
  }

  async run(): Promise<void> {
    this.#feed.refresh();
    while (!(await this.#isOver())) await this.#nextLook();
  }

  async #nextLook(): Promise<void> {
    if (this.#feed.away !== undefined) return this.#sitOut();
    const now = performance.now();
    if (now >= this.#deadline) throw new NodeNotReadyError(this.#missing, this.#timeoutMs);
    await this.#change(Math.min(this.#deadline - now, this.#patience.nextEndMs()));
  }

  async #change(withinMs: number): Promise<void> {
    await this.#feed.changed(this.#revision, { withinMs, signal: this.options.signal });
  }

  /** The deadline of the nodes is extended by the time in which their state is unknown. */
  async #sitOut(): Promise<void> {
    const since = performance.now();
    this.#say(0, 0, AWAY);
    while (this.#feed.away !== undefined) {
      const waitedMs = performance.now() - since;
      if (waitedMs >= AWAY_MS) throw awayError(this.#cluster, { waitedMs, cause: this.#feed.away });
      await this.#change(since + AWAY_MS - performance.now());
      this.#revision = this.#feed.revision;
      this.#feed.view();
    }
    this.#deadline += performance.now() - since;
    this.#patience.forget();
  }

  async #isOver(): Promise<boolean> {
    this.#revision = this.#feed.revision;
    const view = this.#feed.view();
    if (view === undefined || this.#feed.away !== undefined) return false;
    const views = nodesOf(view, this.selector);
    const unknown = this.selector.names?.find((name) => !views.some((node) => node.name === name));
    if (unknown !== undefined) throw new NodeUnknownError(this.selector.chainId, unknown);
    const nodes = await Promise.all(views.map((node) => this.#gatherer.explain(node)));
    this.#missing = nodes.flatMap(missingOf);
    const ready = nodes.length - this.#missing.length;
    this.#say(ready, nodes.length, sentenceFor(nodes, this.#missing));
    for (const node of nodes) this.#giveUpOn(node);
    return ready === nodes.length;
  }

  #giveUpOn(explained: ExplainedNode): void {
    const { node, reason } = explained;
    if (reason.state === 'stopped') throw new NodeFailedError(node.name, 'is held down', []);
    if (this.#patience.isOver(node.name, reason) && reason.code !== null) throw errorOf(explained, reason);
  }

  #say(done: number, of: number, message: string): void {
    if (message !== this.#said) this.options.report?.({ done, of, message });
    this.#said = message;
  }
}

/**
 * Returns when every selected node is ready: its probes have passed and its Service leads to it. Reports at each change
 * what it waits for. Throws early what waiting does not fix, as `ImageUnavailableError`, `UnschedulableError`,
 * `QuotaExceededError`, `VolumePendingError`, `VolumeUnavailableError`, `NodeFailedError` or `ChaincodeCrashedError`;
 * `NodeNotReadyError` with every missing node's reason on timeout. An unavailable API server is waited for up to five
 * minutes; that time does not count.
 */
export async function waitUntilReady(
  context: WaitContext,
  selector: NodeSelector,
  options: KubernetesWaitOptions = {},
): Promise<void> {
  options.signal?.throwIfAborted();
  await new Wait(context, selector, options).run();
}
