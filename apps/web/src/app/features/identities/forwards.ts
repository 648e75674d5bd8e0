import type { NodeAccess } from '@heddle/contracts';

/** What has to run on the reader's machine, one command a line; empty where nothing has to. */
export function forwardsOf(nodes: readonly NodeAccess[]): string {
  return nodes.flatMap(({ forward }) => forward ?? []).join('\n');
}
