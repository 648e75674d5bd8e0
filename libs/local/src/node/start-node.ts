import { PortTakenError } from '@heddle/runtime';
import { writingTo } from '../file-errors';
import type { LocalContext } from '../local-context';
import { becomesFree, isPortFree } from '../ports/port-check';
import { launch, type LaunchOutcome } from '../process/launch';
import { latestStart } from '../process/node-process';
import { terminate } from '../process/terminate';
import { nodeFailure } from './node-failure';
import type { KnownNode } from './node-list';

/**
 * Starts a node that does not run. Concurrent calls result in one process.
 *
 * @throws PortTakenError if a process outside of Heddle uses one of its ports
 * @throws NodeFailedError if it exits at once
 */
export async function startNode(node: KnownNode, context: LocalContext): Promise<LaunchOutcome> {
  const { folder, record } = node;
  const running = async () => (await latestStart(folder, context)).process !== undefined;
  if (await running()) return 'running';
  for (const [name, port] of Object.entries(record.ports)) {
    if (await isPortFree(port)) continue;
    // The listener may be the process of a faster starter.
    if (await running()) return 'running';
    await endLeftovers(node, context);
    if (await becomesFree(port)) continue;
    if (await running()) return 'running';
    throw new PortTakenError(port, record.name, name);
  }
  context.trace('ports-checked');
  const outcome = await writingTo(folder.path, () => launch(folder, record, context));
  if (outcome === 'died') throw await nodeFailure(node);
  return outcome;
}

/** Leftovers of an earlier start whose process has ended. A start that is in progress has a higher number. */
async function endLeftovers({ folder }: KnownNode, context: LocalContext): Promise<void> {
  const { table, instance } = context;
  const dead = await latestStart(folder, context);
  if (dead.process !== undefined) return;
  await terminate({
    table,
    instance,
    which: ({ chainId, node, generation }) =>
      chainId === folder.chainId && node === folder.name && generation <= dead.generation,
    graceMs: 0,
  });
}
