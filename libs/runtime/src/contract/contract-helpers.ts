import type { LogChunk } from '@heddle/contracts';
import type { NodeRef, RuntimeDriver } from '../driver';
import { poll } from '../retry';

/** The first item; fails if the list is empty. */
export function one<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) throw new Error('The list is empty.');
  return first;
}

/** The first new log text after a position. */
export async function follow(driver: RuntimeDriver, node: NodeRef, offset: number): Promise<LogChunk> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const chunk = await driver.logs(node, { offset, tailBytes: 1, waitMs: 10_000 });
    if (chunk.text !== '') return chunk;
  }
  throw new Error(`No new log text of ${node.name}.`);
}

/** Waits for a condition. A runtime that measures periodically reports a node's usage only after a while. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  if (await poll(isSo, { pauseMs: 200, timeoutMs: 45_000 })) return;
  throw new Error(`The condition is still not met: ${isSo.toString()}`);
}
