import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NX_SETTINGS } from '../lib/nx.ts';
import { ROOT } from '../lib/root.mjs';
import { mustRun } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';

/**
 * Folders outside all projects, with the projects whose specs read them. A change of any other file outside the
 * projects, such as package-lock.json, counts as a change of every project.
 */
const READERS: Readonly<Record<string, readonly string[]>> = {
  'templates/': ['manifests', 'k8s'],
  'deploy/': ['k8s', 'tools'],
  'samples/': ['tools', 'worker'],
  'docs/': [],
};

/** Files that no spec reads. */
const PROSE = /^[^/]+\.md$/;

/** The part of Nx' project graph that is used here. */
interface Graph {
  readonly nodes: Record<string, { data: { root: string } }>;
  /** By the project that has them. */
  readonly dependencies: Record<string, readonly { target: string }[]>;
}

/**
 * The projects that a change of these files can break: their owners, and all projects that depend on them.
 * @param files relative to the repository
 */
export function affectedProjects(files: readonly string[], graph: Graph): Set<string> {
  const affected = new Set(files.flatMap((file) => ownersOf(file, graph)));
  for (let before = -1; before !== affected.size;) {
    before = affected.size;
    for (const [name, dependencies] of Object.entries(graph.dependencies))
      if (dependencies.some(({ target }) => affected.has(target))) affected.add(name);
  }
  return affected;
}

function ownersOf(file: string, { nodes }: Graph): readonly string[] {
  const owners = Object.entries(nodes).filter(([, { data }]) => file.startsWith(`${data.root}/`));
  // tools contains nested projects.
  owners.sort(([, one], [, other]) => other.data.root.length - one.data.root.length);
  const [owner] = owners;
  if (owner) return [owner[0]];
  if (PROSE.test(file)) return [];
  const folder = Object.keys(READERS).find((prefix) => file.startsWith(prefix));
  return (folder && READERS[folder]) || (folder ? [] : Object.keys(nodes));
}

/** The files that differ from a commit, committed or not, and untracked files. */
export async function changedFiles(base: string): Promise<string[]> {
  const git = (...args: string[]) =>
    mustRun('git', args, { cwd: ROOT, remedy: 'Specify a commit of this repository: --base COMMIT.' });
  const [changed, untracked] = await Promise.all([
    git('diff', '--name-only', '--merge-base', base),
    git('ls-files', '--others', '--exclude-standard'),
  ]);
  return `${changed}\n${untracked}`.split('\n').filter((file) => file !== '');
}

export async function projectGraph(): Promise<Graph> {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-graph-'));
  const file = join(folder, 'graph.json');
  try {
    const env = { ...process.env, ...NX_SETTINGS };
    await mustRun('nx', ['graph', '--file', file], { cwd: ROOT, env, remedy: 'Run npm ci.' });
    return (JSON.parse(readFileSync(file, 'utf8')) as { graph: Graph }).graph;
  } catch (error) {
    if (error instanceof SyntaxError) throw new ToolError('Nx wrote a graph that is not JSON.', 'Run npm ci.');
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
