import { isTooOld, type ReconcileOptions, type ReconcileResult } from '@heddle/runtime';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ifPresent } from '../file-errors';
import type { LocalContext } from '../local-context';
import { rotateLog } from '../logs/rotate-log';
import { ASIDE_PREFIX, type NodeFolder } from '../node/node-folder';
import type { KnownNode } from '../node/node-list';
import { NodeMemory } from '../node/node-memory';
import { dependenciesReady } from '../node/start-in-order';
import { startNode } from '../node/start-node';
import { namesOf } from '../node/stop-node';
import type { Markers } from '../process/markers';
import { latestStart, type LatestStart } from '../process/node-process';
import type { MarkedProcess } from '../process/process-table';
import { terminate } from '../process/terminate';
import { hasMark } from './marks';
import { nextTry } from './next-try';
import { readSupervision, writeSupervision } from './supervision-record';

type Outcome =
  /** With its process, unless it is held. */
  | { readonly type: 'left'; readonly pid: number | null }
  | { readonly type: 'started' }
  | { readonly type: 'waiting'; readonly retryAt: Date }
  | { readonly type: 'failed'; readonly error: unknown };

/** For as long a pass skips a node that runs and whose files are unchanged. Its log is rotated by the next one. */
const REST_MS = 30_000;
/** Minimum time between two reads of the environments of all processes of the machine. */
const SCAN_MS = 30_000;

/** Keeps the nodes of this machine as they are desired. */
export class Supervisor {
  readonly #context: LocalContext;
  readonly #left: NodeMemory<Outcome>;
  #scan: { readonly at: number; readonly processes: Promise<readonly MarkedProcess[]> } | undefined;

  constructor(context: LocalContext) {
    this.#context = context;
    this.#left = new NodeMemory(context.table);
  }

  /**
   * One pass over all nodes of a chain: starts dead nodes, rotates full logs, ends processes without a node. Volumes
   * that were moved aside are deleted only during a repair, when no operation works on the chain.
   */
  async reconcile(
    chainId: string,
    { signal, turn = (repair) => repair() }: ReconcileOptions,
  ): Promise<ReconcileResult> {
    const known = await this.#nodesWithoutStrays(chainId);
    const nodes = known.filter(({ folder }, index) => {
      const left = this.#left.recall(folder);
      return left === undefined || isTooOld(left.at, Date.now(), { maxAgeMs: REST_MS, phase: index / known.length });
    });
    const aside = (await Promise.all(nodes.map(({ folder }) => asideOf(folder)))).flat();
    if (aside.length > 0) {
      await turn(() => Promise.all(aside.map((path) => rm(path, { recursive: true, force: true }))));
    }
    return resultOf(
      await Promise.all(
        nodes.map(async (node) => {
          signal?.throwIfAborted();
          return { name: node.record.name, outcome: await this.#tend(node) };
        }),
      ),
    );
  }

  #tend(node: KnownNode): Promise<Outcome> {
    const { rotation } = this.#context;
    return this.#left.learn(
      node.folder,
      async () => {
        await rotateLog(node.folder, rotation);
        return reviveNode(node, this.#context);
      },
      (outcome) => (outcome.type === 'left' ? outcome.pid : null),
    );
  }

  /** A scan may be outdated: it only decides whether to look closely. */
  async #nodesWithoutStrays(chainId: string): Promise<KnownNode[]> {
    const processes = await this.#recentScan();
    const nodes = await this.#context.nodes.select({ chainId });
    const known = namesOf(nodes);
    const suspected = processes.some(({ markers }) => markers.chainId === chainId && !known.has(markers.node));
    return suspected ? endStrays(chainId, this.#context) : nodes;
  }

  #recentScan(): Promise<readonly MarkedProcess[]> {
    const { table, instance } = this.#context;
    const now = performance.now();
    if (this.#scan === undefined || now - this.#scan.at >= SCAN_MS) {
      const processes = table.marked(instance);
      this.#scan = { at: now, processes };
      processes.catch(() => (this.#scan = undefined));
    }
    return this.#scan.processes;
  }
}

function resultOf(outcomes: readonly { readonly name: string; readonly outcome: Outcome }[]): ReconcileResult {
  return {
    started: outcomes.flatMap(({ name, outcome }) => (outcome.type === 'started' ? [name] : [])),
    waiting: outcomes.flatMap(({ name, outcome }) =>
      outcome.type === 'waiting' ? [{ name, retryAt: outcome.retryAt }] : [],
    ),
    failed: outcomes.flatMap(({ name, outcome }) =>
      outcome.type === 'failed' ? [{ name, error: outcome.error }] : [],
    ),
    repaired: [],
  };
}

/**
 * Ends processes of nodes that no longer exist, and returns the nodes that do. Processes are listed before nodes: a
 * starter writes the node's record before it starts the process, so a node that starts meanwhile is never taken for a
 * stray.
 */
async function endStrays(chainId: string, { nodes: index, table, instance }: LocalContext): Promise<KnownNode[]> {
  const running = (await table.marked(instance)).filter(({ markers }) => markers.chainId === chainId);
  const nodes = await index.select({ chainId });
  const known = namesOf(nodes);
  const strays = new Set(
    running.filter(({ markers }) => !known.has(markers.node)).map(({ markers }) => keyOf(markers)),
  );
  if (strays.size > 0) await terminate({ table, instance, which: (one) => strays.has(keyOf(one)), graceMs: 0 });
  return nodes;
}

/** Folders of volumes that starts moved aside. */
async function asideOf({ path }: NodeFolder): Promise<string[]> {
  const names = (await ifPresent(readdir(path))) ?? [];
  return names.filter((name) => name.startsWith(ASIDE_PREFIX)).map((name) => join(path, name));
}

const keyOf = ({ chainId, node, generation }: Markers): string => `${chainId}/${node}/${generation}`;

async function reviveNode(node: KnownNode, context: LocalContext): Promise<Outcome> {
  const { folder } = node;
  if (await hasMark(folder, 'hold')) return { type: 'left', pid: null };
  const latest = await latestStart(folder, context);
  if (latest.process !== undefined) return { type: 'left', pid: latest.process.pid };
  if (!(await dependenciesReady(node, context))) return { type: 'left', pid: null };
  const crashed = latest.generation > 0 && !(await hasMark(folder, 'halted'));
  try {
    return crashed ? await restart(node, latest, context) : await start(node, context);
  } catch (error) {
    return { type: 'failed', error };
  }
}

async function start(node: KnownNode, context: LocalContext): Promise<Outcome> {
  const outcome = await startNode(node, context);
  return outcome === 'started' ? { type: 'started' } : { type: 'left', pid: null };
}

/** Starts a dead node, unless its restart delay has not elapsed. */
async function restart(node: KnownNode, latest: LatestStart, context: LocalContext): Promise<Outcome> {
  const { folder } = node;
  const record = await readSupervision(folder);
  const now = Date.now();
  const dead = { record, generation: latest.generation, startedAt: latest.at?.getTime() ?? 0, now };
  const next = nextTry(dead, context.backoff);
  if (now < next.retryAt) {
    if (record.death?.generation !== latest.generation) await writeSupervision(folder, next.waiting);
    return { type: 'waiting', retryAt: new Date(next.retryAt) };
  }
  try {
    return await start(node, context);
  } finally {
    // A start that created no process, because a port or program was missing, is not a restart.
    const reached = (await latestStart(folder, context)).generation;
    if (reached > latest.generation) await writeSupervision(folder, next.restarted);
  }
}
