import type { StopOptions } from '@heddle/runtime';
import type { LocalContext } from '../local-context';
import { latestStart } from '../process/node-process';
import { terminate } from '../process/terminate';
import { clearMark, setMark } from '../supervision/marks';
import type { KnownNode } from './node-list';
import { startNode } from './start-node';
import { GRACE_MS } from './stop-node';

/**
 * Ends a node's current process and starts the next one. Only starts up to the current one are ended, and the node is
 * marked as halted, not held: if the caller dies in between, or another worker is faster, the node starts again.
 */
export async function restartNode(
  node: KnownNode,
  context: LocalContext,
  { graceMs = GRACE_MS, signal }: StopOptions,
): Promise<void> {
  const { folder } = node;
  const { generation } = await latestStart(folder, context);
  await clearMark(folder, 'hold');
  await setMark(folder, 'halted');
  await terminate({
    table: context.table,
    instance: context.instance,
    which: (one) => one.chainId === folder.chainId && one.node === folder.name && one.generation <= generation,
    graceMs,
    signal,
  });
  await startNode(node, context);
}
