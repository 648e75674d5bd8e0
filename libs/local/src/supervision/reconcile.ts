import type { ReconcileOptions, ReconcileResult } from '@heddle/runtime';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ifPresent } from '../file-errors';
import type { LocalContext } from '../local-context';
import { rotateLog } from '../logs/rotate-log';
import { ASIDE_PREFIX, type NodeFolder } from '../node/node-folder';
import { knownNodes, type KnownNode } from '../node/node-list';
import { startNode } from '../node/start-node';
import { namesOf } from '../node/stop-node';
import type { Markers } from '../process/markers';
import { latestStart, type LatestStart } from '../process/node-process';
import { terminate } from '../process/terminate';
import { hasMark } from './marks';
import { nextTry } from './next-try';
import { readSupervision, writeSupervision } from './supervision-record';

type Outcome =
  | { readonly type: 'left' }
  | { readonly type: 'started' }
  | { readonly type: 'waiting'; readonly retryAt: Date }
  | { readonly type: 'failed'; readonly error: unknown };

/**
 * One pass over all nodes of a chain: starts dead nodes, rotates full logs, ends processes without a node. Volumes that
 * were moved aside are deleted only during a repair, when no operation works on the chain.
 */
export async function reconcile(
  chainId: string,
  context: LocalContext,
  { signal, turn = (repair) => repair() }: ReconcileOptions,
): Promise<ReconcileResult> {
  const nodes = await nodesWithoutStrays(chainId, context);
  const aside = (await Promise.all(nodes.map(({ folder }) => asideOf(folder)))).flat();
  if (aside.length > 0) await turn(() => Promise.all(aside.map((path) => rm(path, { recursive: true, force: true }))));
  const outcomes = await Promise.all(
    nodes.map(async (node) => {
      signal?.throwIfAborted();
      await rotateLog(node.folder, context.rotation);
      return { name: node.record.name, outcome: await reviveNode(node, context) };
    }),
  );
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
 * Ends processes of nodes that no longer exist. Processes are listed before nodes: a starter writes the node's record
 * before it starts the process, so a node that starts meanwhile is never taken for a stray.
 */
async function nodesWithoutStrays(chainId: string, context: LocalContext): Promise<KnownNode[]> {
  const { root, table, instance } = context;
  const running = (await table.marked(instance)).filter(({ markers }) => markers.chainId === chainId);
  const nodes = await knownNodes(root, { chainId });
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
  if (await hasMark(folder, 'hold')) return { type: 'left' };
  const latest = await latestStart(folder, context);
  if (latest.process !== undefined) return { type: 'left' };
  const crashed = latest.generation > 0 && !(await hasMark(folder, 'halted'));
  try {
    return crashed ? await restart(node, latest, context) : await start(node, context);
  } catch (error) {
    return { type: 'failed', error };
  }
}

async function start(node: KnownNode, context: LocalContext): Promise<Outcome> {
  const outcome = await startNode(node, context);
  return outcome === 'started' ? { type: 'started' } : { type: 'left' };
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
