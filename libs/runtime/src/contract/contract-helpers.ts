import type { LogChunk } from '@heddle/contracts';
import type { NodeRef, RuntimeDriver } from '../driver';

/** The first item; a test without one is wrong. */
export function one<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) throw new Error('The list is empty.');
  return first;
}

/** The first new text of a log after a position. */
export async function follow(driver: RuntimeDriver, node: NodeRef, offset: number): Promise<LogChunk> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const chunk = await driver.logs(node, { offset, tailBytes: 1, waitMs: 10_000 });
    if (chunk.text !== '') return chunk;
  }
  throw new Error(`No new log text of ${node.name}.`);
}
