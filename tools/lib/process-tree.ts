import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, startOf, type ProcessIdentity } from './process-identity.mjs';
import { processEnvironments, processParents } from './process-table.ts';

/** The variable whose value every process of a run inherits, including those with another session or parent. */
const RUN_MARKER = 'HEDDLE_TEST_RUN';
const POLL_MS = 50;

/** An environment whose processes can be found again. The marker of a nested run starts with that of the outer run. */
export function marked(env: NodeJS.ProcessEnv): { env: NodeJS.ProcessEnv; marker: string } {
  const marker = [env[RUN_MARKER], randomUUID()].filter(Boolean).join('/');
  return { env: { ...env, [RUN_MARKER]: marker }, marker };
}

/** A process, and the marker in its descendants' environment. */
interface Tree {
  readonly root?: number;
  readonly marker: string;
}

/** Every process of a tree: the root, its descendants, and the processes with its marker. */
export function membersOf({ root, marker }: Tree): ProcessIdentity[] {
  const parents = processParents();
  const pids = new Set(root === undefined ? [] : [root]);
  for (let before = 0; before < pids.size;) {
    before = pids.size;
    for (const [pid, parent] of parents) if (pids.has(parent)) pids.add(pid);
  }
  for (const pid of carriers(marker)) pids.add(pid);
  // The process that ends a run has its marker as well.
  for (let own = process.pid; own > 1; own = parents.get(own) ?? 0) pids.delete(own);
  return [...pids].flatMap((pid) => {
    const started = startOf(pid);
    return started === undefined ? [] : [{ pid, started }];
  });
}

/**
 * Asks every process of a tree to end, and kills those that are left after the grace period. Returns when none is left.
 */
export async function endTree(tree: Tree, graceMs: number) {
  const known = new Map<number, ProcessIdentity>();
  const look = () => {
    for (const member of membersOf(tree)) known.set(member.pid, member);
    return [...known.values()].filter(isAlive);
  };
  for (const member of look()) send(member, 'SIGTERM');
  const end = Date.now() + graceMs;
  while (look().length > 0) {
    if (Date.now() >= end) for (const member of look()) send(member, 'SIGKILL');
    await delay(POLL_MS);
  }
}

function send({ pid }: ProcessIdentity, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The processes whose environment has the marker, or that of a nested run. */
function carriers(marker: string) {
  const own = `${RUN_MARKER}=${marker}`;
  return processEnvironments()
    .filter(({ variables }) => variables.some((variable) => variable === own || variable.startsWith(`${own}/`)))
    .map(({ pid }) => pid);
}
