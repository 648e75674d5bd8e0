import { DependencyCycleError, DependencyStoppedError, DependencyUnknownError } from './dependency-errors';

/** A node with the names of the nodes of its chain that are ready before it starts, and that stop after it. */
export interface Dependent {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/** A node of the chain that a call does not concern. */
export interface OtherNode extends Dependent {
  /** A user stopped it. */
  readonly stopped: boolean;
}

/**
 * Groups nodes into levels: nodes of one level start together, after all earlier levels are ready. The order within a
 * level is that of the nodes.
 *
 * @param others through which one of the nodes may depend on another
 * @throws DependencyCycleError
 */
export function dependencyLevels<Node extends Dependent>(
  nodes: readonly Node[],
  others: readonly Dependent[] = [],
): Node[][] {
  const concerned = new Set(nodes.map(({ name }) => name));
  const byName = new Map<string, Dependent>([...others, ...nodes].map((node) => [node.name, node]));
  const depths = new Map<string, number>();
  const depthOf = (name: string, path: readonly string[]): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    if (path.includes(name)) throw new DependencyCycleError(path.slice(path.indexOf(name)));
    const below = (byName.get(name)?.dependsOn ?? []).map((dependency) => depthOf(dependency, [...path, name]));
    const depth = Math.max(0, ...below) + (concerned.has(name) ? 1 : 0);
    depths.set(name, depth);
    return depth;
  };
  const levels = Map.groupBy(nodes, ({ name }) => depthOf(name, []));
  return [...levels].sort(([one], [other]) => one - other).map(([, level]) => level);
}

/**
 * The nodes of a chain that a call does not concern. If no node depends on another, none are needed and nothing is read.
 *
 * @param readAll reads the nodes of the chain
 */
export async function othersOf<Other extends Dependent>(
  nodes: readonly Dependent[],
  readAll: () => Promise<readonly Other[]>,
): Promise<Other[]> {
  if (nodes.every(({ dependsOn }) => dependsOn.length === 0)) return [];
  const names = new Set(nodes.map(({ name }) => name));
  return (await readAll()).filter(({ name }) => !names.has(name));
}

/**
 * The levels in which nodes start.
 *
 * @throws DependencyUnknownError, DependencyStoppedError, DependencyCycleError
 */
export function startLevels<Node extends Dependent>(nodes: readonly Node[], others: readonly OtherNode[]): Node[][] {
  const concerned = new Set(nodes.map(({ name }) => name));
  for (const { name, dependsOn } of nodes) {
    for (const dependency of dependsOn) {
      if (concerned.has(dependency)) continue;
      const other = others.find((node) => node.name === dependency);
      if (other === undefined) throw new DependencyUnknownError(name, dependency);
      if (other.stopped) throw new DependencyStoppedError(name, dependency);
    }
  }
  return dependencyLevels(nodes, others);
}

/** The levels in which nodes stop: a node before those that it depends on. */
export function stopLevels<Node extends Dependent>(nodes: readonly Node[], others: readonly Dependent[]): Node[][] {
  return dependencyLevels(nodes, others).toReversed();
}

/** The steps of a start in levels. */
export interface LevelSteps<Node> {
  /** Waits until the named nodes are ready. */
  readonly ready: (names: readonly string[]) => Promise<void>;
  readonly start: (level: readonly Node[], index: number) => Promise<unknown>;
}

/** Starts one level after the other, each when everything that it depends on is ready. */
export async function startByLevel<Node extends Dependent>(
  levels: readonly (readonly Node[])[],
  { ready, start }: LevelSteps<Node>,
): Promise<void> {
  for (const [index, level] of levels.entries()) {
    const needed = [...new Set(level.flatMap(({ dependsOn }) => dependsOn))];
    if (needed.length > 0) await ready(needed);
    await start(level, index);
  }
}
