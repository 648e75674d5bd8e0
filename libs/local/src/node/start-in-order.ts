import {
  eachOf,
  othersOf,
  startByLevel,
  startLevels,
  stopLevels,
  type CallOptions,
  type Dependent,
  type OtherNode,
} from '@heddle/runtime';
import type { LocalContext } from '../local-context';
import { latestStart } from '../process/node-process';
import { hasMark } from '../supervision/marks';
import type { KnownNode } from './node-list';
import { firstUnmetOf } from './readiness';
import { waitUntilReady } from './wait-until-ready';

/** Nodes of one chain, and how each of them is started. */
export interface StartOfNodes<Node> {
  readonly chainId: string;
  readonly nodes: readonly Node[];
  readonly start: (node: Node) => Promise<void>;
}

/**
 * Starts nodes at the same time, except those that depend on others: they start when the others are ready.
 *
 * @throws DependencyUnknownError, DependencyStoppedError or DependencyCycleError before anything starts, the errors of
 *   {@link waitUntilReady}, and the first error of a level whose nodes were all tried
 */
export async function startInOrder<Node extends Dependent>(
  { chainId, nodes, start }: StartOfNodes<Node>,
  context: LocalContext,
  { signal, report }: CallOptions = {},
): Promise<void> {
  const others = await othersOf(nodes, async () => Promise.all((await context.nodes.select({ chainId })).map(asOther)));
  const levels = startLevels(nodes, others);
  let done = 0;
  const say = (message: string) => report?.({ done, of: nodes.length, message });
  await startByLevel(levels, {
    ready: (names) =>
      waitUntilReady({ chainId, names }, context, {
        report: ({ message }) => say(message),
        ...(signal !== undefined && { signal }),
      }),
    start: (level) =>
      eachOf(level, async (node) => {
        signal?.throwIfAborted();
        await start(node);
        done += 1;
        say(`${node.name} started`);
      }),
  });
}

/** A known node that a call does not concern. */
const asOther = async (node: KnownNode): Promise<OtherNode> => ({
  ...asDependent(node),
  stopped: await hasMark(node.folder, 'hold'),
});

/** A known node with its dependencies. */
export interface DependentNode extends Dependent {
  readonly node: KnownNode;
}

export const asDependent = (node: KnownNode): DependentNode => ({
  name: node.record.name,
  dependsOn: node.record.dependsOn,
  node,
});

/**
 * The levels in which known nodes of one chain are stopped.
 *
 * @param readAll reads the nodes of the chain
 */
export async function stopOrder(
  nodes: readonly KnownNode[],
  readAll: () => Promise<readonly KnownNode[]>,
): Promise<KnownNode[][]> {
  const stopping = nodes.map(asDependent);
  const others = await othersOf(stopping, async () => (await readAll()).map(asDependent));
  return stopLevels(stopping, others).map((level) => level.map(({ node }) => node));
}

/** Whether everything that a node depends on runs and is ready. */
export async function dependenciesReady({ folder, record }: KnownNode, context: LocalContext): Promise<boolean> {
  const { dependsOn: names } = record;
  if (names.length === 0) return true;
  const nodes = await context.nodes.select({ chainId: folder.chainId, names });
  if (nodes.length < new Set(names).size) return false;
  const ready = await Promise.all(nodes.map((node) => isReady(node, context)));
  return ready.every(Boolean);
}

async function isReady(node: KnownNode, context: LocalContext): Promise<boolean> {
  if (await hasMark(node.folder, 'hold')) return false;
  const { process } = await latestStart(node.folder, context);
  return process !== undefined && (await firstUnmetOf(node, context)) === null;
}
